package dev.tidemark.topology.operators;

import dev.tidemark.topology.eventtime.OrderedStore;
import dev.tidemark.topology.plan.Stage;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The surroundings of one instance of a stage.
 *
 * @param stage what to run
 * @param where which part of the stage's input it reads
 * @param io what it reads from and writes to
 * @param bounds its limits
 * @param run the run that it belongs to
 */
public record StageContext(Stage stage, Where where, Io io, Bounds bounds, Run run) {

  /**
   * The part of a stage's input that an instance reads.
   *
   * @param partition the partition of the stage's input
   * @param inputPartitions how many there are: the channels of the exchanges that the stage writes
   *     to
   * @param incoming the exchange that the stage reads, if it reads one
   */
  public record Where(int partition, int inputPartitions, Incoming incoming) {}

  /**
   * The writers of the exchange that a stage reads.
   *
   * @param channels how many
   * @param topic what they read: a source topic, or an exchange's name
   */
  public record Incoming(int channels, String topic) {
    /** For a stage that reads a source topic. */
    public static final Incoming NONE = new Incoming(0, "");
  }

  /**
   * What an instance reads from and writes to, apart from its input.
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

  int partition() {
    return where.partition;
  }

  int inputPartitions() {
    return where.inputPartitions;
  }

  Incoming incoming() {
    return where.incoming;
  }

  Codecs codecs() {
    return io.codecs;
  }

  Function<String, TableAccess> tables() {
    return io.tables;
  }

  StageOutput output() {
    return io.output;
  }

  OrderedStore progress() {
    return io.progress;
  }

  Function<String, OrderedStore> stores() {
    return io.stores;
  }

  LongSupplier clock() {
    return bounds.clock;
  }

  StageLimits limits() {
    return bounds.limits;
  }

  StageScope scope() {
    return run.scope;
  }

  Identity identity() {
    return run.identity;
  }
}
