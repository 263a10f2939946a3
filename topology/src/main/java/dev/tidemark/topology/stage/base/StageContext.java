package dev.tidemark.topology.stage.base;

import dev.tidemark.topology.eventtime.time.ExchangeMismatchException;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * The surroundings of one instance of a stage.
 *
 * @param stage what to run
 * @param where the part of the stage's input that it reads
 * @param io what it reads from and writes to
 * @param bounds its limits
 * @param run the run that it belongs to
 */
public record StageContext(Stage stage, Where where, Io io, Bounds bounds, Run run) {

  /**
   * The part of a stage's input that an instance reads.
   *
   * @param partition the partition of the stage's input
   * @param channels the channels of the exchanges that the stage reads and writes to
   */
  public record Where(int partition, Channels channels) {}

  /**
   * The channels of the exchanges around a stage: those of a writer are the partitions that it
   * reads. Where an exchange has several writers, they follow each other in the order of the plan.
   *
   * @param inputPartitions how many partitions the stage reads
   * @param incoming the writers of the exchange that it reads, if it reads one
   * @param shares what the stage has of the channels of exchanges that it writes to together with
   *     others, by name; of the others it has all
   * @param sources the sources that reach it
   */
  public record Channels(
      int inputPartitions, Incoming incoming, Map<String, Share> shares, SourceNumbers sources) {
    public Channels {
      shares = Map.copyOf(shares);
    }

    /** Of a stage that is the only writer of what it writes to. */
    public static Channels of(int inputPartitions, Incoming incoming) {
      return new Channels(inputPartitions, incoming, Map.of(), SourceNumbers.ONE);
    }

    /**
     * Of a stage of a plan.
     *
     * @param partitions how many partitions a stage reads
     */
    public static Channels of(PhysicalPlan plan, Stage stage, ToIntFunction<Stage> partitions) {
      Map<String, Share> shares = new HashMap<>();
      for (Exchange exchange : stage.exchangesWritten()) {
        shares.put(exchange.name(), Share.of(plan.writersOf(exchange), stage, partitions));
      }
      List<Writer> writers =
          plan.writersBefore(stage).stream()
              .map(writer -> new Writer(readBy(writer), partitions.applyAsInt(writer)))
              .toList();
      return new Channels(
          partitions.applyAsInt(stage),
          new Incoming(writers),
          shares,
          SourceNumbers.of(plan, stage));
    }

    private static String readBy(Stage writer) {
      return writer.source().map(Node.Source::topic).orElse(writer.name());
    }

    /** Returns the stage's share of the channels of an exchange that it writes to. */
    public Share shareOf(Exchange exchange) {
      return shares.getOrDefault(exchange.name(), new Share(0, inputPartitions));
    }
  }

  /**
   * The share of one writer in the channels of an exchange.
   *
   * @param first the channel of its first partition
   * @param all the number of channels of the exchange
   */
  public record Share(int first, int all) {
    static Share of(List<Stage> writers, Stage writer, ToIntFunction<Stage> partitions) {
      int first = 0;
      int all = 0;
      for (Stage each : writers) {
        if (each.equals(writer)) {
          first = all;
        }
        all += partitions.applyAsInt(each);
      }
      return new Share(first, all);
    }
  }

  /**
   * A writer of the exchange that a stage reads.
   *
   * @param topic what it reads: a source topic, or the name of the writer's stage
   * @param channels how many partitions that has
   */
  public record Writer(String topic, int channels) {}

  /** The writers of the exchange that a stage reads, in the order of their channels. */
  public record Incoming(List<Writer> writers) {
    /** For a stage that reads a source topic. */
    public static final Incoming NONE = new Incoming(List.of());

    public Incoming {
      writers = List.copyOf(writers);
    }

    /** Of an exchange with one writer. */
    public Incoming(int channels, String topic) {
      this(List.of(new Writer(topic, channels)));
    }

    /** Returns the number of channels of the exchange. */
    public int channels() {
      return writers.stream().mapToInt(Writer::channels).sum();
    }

    /**
     * Returns what the only writer reads.
     *
     * @throws ExchangeMismatchException if there are several
     */
    public String topic() {
      if (writers.size() != 1) {
        throw new ExchangeMismatchException("partial panes come from one writer, not " + writers);
      }
      return writers.get(0).topic();
    }
  }

  /**
   * The inputs and outputs of an instance, apart from its own input.
   *
   * @param codecs the codecs of topics
   * @param tables the tables, by name
   * @param output where results go
   * @param progress the store of clocks, channels and counters
   * @param stores the other stores of the stage, by their names
   */
  public record Io(
      Codecs codecs,
      Function<String, TableAccess> tables,
      StageOutput output,
      OrderedStore progress,
      Function<String, OrderedStore> stores) {}

  /**
   * The limits of an instance.
   *
   * @param clock epoch milliseconds, for limits only, never for results
   * @param limits the bounds
   */
  public record Bounds(LongSupplier clock, StageLimits limits) {}

  /**
   * The run that an instance belongs to.
   *
   * @param scope how it differs from a plain one
   * @param identity whose run it is
   */
  public record Run(StageScope scope, Identity identity) {
    /** A plain run without a name. */
    public static final Run PLAIN = new Run(StageScope.NONE, Identity.NONE);
  }

  /**
   * The names of a run.
   *
   * @param job the name of the job
   * @param run the application id
   */
  public record Identity(String job, String run) {
    /** Of a run without a name. */
    public static final Identity NONE = new Identity("", "");
  }

  public int partition() {
    return where.partition;
  }

  public Channels channels() {
    return where.channels;
  }

  /** Returns the writers of the exchange that the stage reads. */
  public Incoming incoming() {
    return where.channels.incoming();
  }

  public Codecs codecs() {
    return io.codecs;
  }

  public Function<String, TableAccess> tables() {
    return io.tables;
  }

  public StageOutput output() {
    return io.output;
  }

  public OrderedStore progress() {
    return io.progress;
  }

  public Function<String, OrderedStore> stores() {
    return io.stores;
  }

  public LongSupplier clock() {
    return bounds.clock;
  }

  public StageLimits limits() {
    return bounds.limits;
  }

  public StageScope scope() {
    return run.scope;
  }

  public Identity identity() {
    return run.identity;
  }
}
