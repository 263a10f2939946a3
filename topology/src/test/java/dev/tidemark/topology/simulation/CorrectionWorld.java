package dev.tidemark.topology.simulation;

import dev.tidemark.serde.Types;
import dev.tidemark.topology.aggregation.TimeWindow;
import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.window.ElementIds;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.stage.StagePipeline;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.base.StageLimits;
import dev.tidemark.topology.stage.base.StageOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A job with a window that can be corrected, over logs that hold requeued records: stages in any
 * interleaving, commits and crashes of all of them. A crash takes everything back to the last
 * commit.
 */
final class CorrectionWorld {
  static final long END = 10_000;

  /** A record of a source partition. */
  record Requeuable(Event event, boolean corrects) {}

  /** A result as it is written; the number is 0 of the first. */
  record Written(Fired fired, int correction) {}

  /** What a seed makes of the job and of its logs. */
  static final class Case {
    final boolean viaExchange;
    final int exchangePartitions;
    final long sizeMs;
    final long latenessMs;
    final long correctableForMs;
    final long outOfOrderMs;
    final List<List<Requeuable>> logs = new ArrayList<>();

    Case(SplittableRandom random) {
      viaExchange = random.nextBoolean();
      exchangePartitions = random.nextInt(1, 4);
      sizeMs = random.nextLong(3, 15);
      latenessMs = random.nextInt(2) == 0 ? 0 : random.nextInt(8);
      correctableForMs = random.nextLong(1, 80);
      outOfOrderMs = random.nextInt(6);
      int sources = random.nextInt(1, 4);
      for (int p = 0; p < sources; p++) {
        List<Requeuable> log = new ArrayList<>();
        long time = random.nextInt(20);
        int count = random.nextInt(1, 25);
        for (int i = 0; i < count; i++) {
          time += random.nextInt(8);
          boolean old = random.nextInt(3) == 0;
          long at = old ? Math.max(0, time - random.nextInt(100)) : time;
          log.add(
              new Requeuable(
                  new Event(p * 100 + i, at, random.nextInt(3), Event.Defect.NONE, 1),
                  old && random.nextInt(3) > 0));
        }
        log.add(new Requeuable(new Event(p * 100 + count, END, 2, Event.Defect.NONE, 1), false));
        logs.add(log);
      }
    }
  }

  private final Case job;
  private final Feed feed;
  private final List<Task> tasks = new ArrayList<>();
  private final Map<String, List<byte[][]>> exchanges = new HashMap<>();
  private final Map<String, Integer> committed = new HashMap<>();
  final List<Written> results = new ArrayList<>();
  final List<LateRecord> late = new ArrayList<>();
  private int committedResults;
  private int committedLate;

  CorrectionWorld(Case job, Feed feed) {
    this.job = job;
    this.feed = feed;
    List<Stage> stages = stages();
    for (int s = 0; s < stages.size(); s++) {
      int partitions = s == 0 ? job.logs.size() : job.exchangePartitions;
      for (int p = 0; p < partitions; p++) {
        exchanges.put(s + "/" + p, new ArrayList<>());
        committed.put(s + "/" + p, 0);
        tasks.add(new Task(s, p, stages.get(s), s == 1 ? job.logs.size() : job.exchangePartitions));
      }
    }
    tasks.forEach(Task::open);
  }

  /** Lets everything happen in some order. */
  void run(SplittableRandom random) {
    int steps = random.nextInt(20, 200);
    for (int i = 0; i < steps; i++) {
      int kind = random.nextInt(20);
      if (kind == 0) {
        crash();
      } else if (kind < 5) {
        commit();
      } else {
        tasks.get(random.nextInt(tasks.size())).process(random.nextInt(1, 6));
      }
    }
    commit(); // what was processed and is still to be told
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Task task : tasks) {
        moved |= task.process(random.nextInt(1, 50)) > 0;
      }
      commit();
    }
  }

  /** {@code topic partition fate} of all tasks. */
  Map<String, Long> ledger() {
    Map<String, Long> ledger = new TreeMap<>();
    for (Task task : tasks) {
      task.stores
          .getOrDefault("progress", new InMemoryOrderedStore())
          .range(
              new byte[0],
              null,
              (key, value) -> {
                String text = ProgressKeys.text(key);
                if (text.startsWith(ProgressKeys.COUNT)) {
                  ProgressKeys.Count count = ProgressKeys.Count.parse(text);
                  ledger.merge(
                      count.topic() + count.partition() + count.fate(),
                      Long.parseLong(ProgressKeys.text(value)),
                      Long::sum);
                }
              });
    }
    ledger.values().removeIf(count -> count == 0);
    return ledger;
  }

  /** Everything that the tasks have stored, sent and written, in words. */
  List<String> everything() {
    List<String> all = new ArrayList<>();
    for (Task task : tasks) {
      String name = task.number + "/" + task.partition;
      exchange(name).forEach(m -> all.add(name + Arrays.toString(m[0]) + Arrays.toString(m[1])));
      new TreeMap<>(task.stores)
          .forEach(
              (store, entries) ->
                  entries.range(
                      new byte[0],
                      null,
                      (key, value) ->
                          all.add(name + store + Arrays.toString(key) + Arrays.toString(value))));
    }
    results.forEach(result -> all.add(result.fired() + " " + result.correction()));
    late.forEach(record -> all.add(Everything.text(record)));
    return all;
  }

  /** How many entries the stores of closed panes hold. */
  long kept() {
    long[] count = new long[1];
    for (Task task : tasks) {
      task.stores
          .getOrDefault("window-closed", new InMemoryOrderedStore())
          .range(new byte[0], null, (key, value) -> count[0]++);
    }
    return count[0];
  }

  private void commit() {
    tasks.forEach(task -> task.pipeline().flush());
    tasks.forEach(Task::save);
    exchanges.forEach((name, log) -> committed.put(name, log.size()));
    committedResults = results.size();
    committedLate = late.size();
  }

  private void crash() {
    exchanges.forEach((name, log) -> cut(log, committed.getOrDefault(name, 0)));
    cut(results, committedResults);
    cut(late, committedLate);
    tasks.forEach(Task::takeBack);
  }

  private List<byte[][]> exchange(String name) {
    return Objects.requireNonNull(exchanges.get(name), name);
  }

  private static void cut(List<?> list, int size) {
    list.subList(size, list.size()).clear();
  }

  private List<Stage> stages() {
    EventTime time =
        new EventTime(
            event -> Instant.ofEpochMilli(((Event) event).time()),
            job.outOfOrderMs,
            OptionalLong.empty(),
            OptionalLong.empty());
    Node.Source source = new Node.Source("source", "events", BinaryType.EVENT, Optional.of(time));
    Node.Window window =
        new Node.Window(
            "window",
            "",
            new Node.Window.Keying(Types.INTEGER, event -> ((Event) event).key()),
            new Node.Window.Closing(
                new WindowSpec.Tumbling(job.sizeMs),
                job.latenessMs,
                Optional.of("late"),
                job.correctableForMs),
            new ElementIds(event -> new int[] {((Event) event).id()}),
            CorrectionWorld::fired,
            Optional.empty());
    Exchange toWindow = new Exchange(job.viaExchange ? "2" : "1", "out");
    List<Stage> stages = new ArrayList<>();
    if (job.viaExchange) {
      Exchange elements = new Exchange("1", "out");
      stages.add(
          new Stage(
              "source",
              List.of(
                  source,
                  new Node.SendElements(
                      "send",
                      "source",
                      elements,
                      Types.INTEGER,
                      event -> ((Event) event).key(),
                      BinaryType.EVENT))));
      stages.add(
          new Stage(
              "receive",
              List.of(
                  new Node.ReceiveElements("receive", elements, BinaryType.EVENT),
                  new Node.PartialWindow("partial", "receive", toWindow, window))));
    } else {
      stages.add(
          new Stage(
              "source",
              List.of(source, new Node.PartialWindow("partial", "source", toWindow, window))));
    }
    Node.Sink sink =
        new Node.Sink(
            "sink",
            "window",
            "out",
            Types.INTEGER,
            fired -> ((Fired) fired).key(),
            BinaryType.FIRED);
    stages.add(
        new Stage("window", List.of(new Node.FinalWindow("window", toWindow, window), sink)));
    return stages;
  }

  private static Object fired(Object bounds, Object ids) {
    TimeWindow<?> window = (TimeWindow<?>) bounds;
    return new Fired(
        (Integer) window.key(),
        window.start().toEpochMilli(),
        window.end().toEpochMilli() - 1,
        (int[]) ids);
  }

  private final class Task implements StageOutput {
    private final int number;
    private final int partition;
    private final Stage stage;
    private final int channels;
    private Map<String, InMemoryOrderedStore> stores = new HashMap<>();
    private Map<String, InMemoryOrderedStore> saved = new HashMap<>();
    private int position;
    private int savedPosition;
    private @Nullable StagePipeline pipeline;

    private Task(int number, int partition, Stage stage, int channels) {
      this.number = number;
      this.partition = partition;
      this.stage = stage;
      this.channels = channels;
    }

    private void open() {
      pipeline =
          StagePipeline.create(
              new StageContext(
                  stage,
                  new StageContext.Where(
                      partition,
                      StageContext.Channels.of(
                          number == 0 ? job.logs.size() : job.exchangePartitions,
                          number == 0
                              ? StageContext.Incoming.NONE
                              : new StageContext.Incoming(channels, number == 1 ? "events" : "1"))),
                  new StageContext.Io(
                      SimulatedJob.CODECS,
                      table -> SimulatedJob.table(),
                      this,
                      store("progress"),
                      this::store),
                  new StageContext.Bounds(() -> 1_000_000, StageLimits.DEFAULT),
                  StageContext.Run.PLAIN));
      pipeline.restore();
    }

    private InMemoryOrderedStore store(String name) {
      return stores.computeIfAbsent(name, n -> new InMemoryOrderedStore());
    }

    private StagePipeline pipeline() {
      if (pipeline == null) {
        throw new IllegalStateException("not open");
      }
      return pipeline;
    }

    private void save() {
      saved = copy(stores);
      savedPosition = position;
    }

    private void takeBack() {
      stores = copy(saved);
      position = savedPosition;
      open();
    }

    private int process(int max) {
      List<StagePipeline.Input> inputs = new ArrayList<>();
      while (inputs.size() < max && position < available()) {
        inputs.add(next());
      }
      feed.feed(pipeline(), inputs);
      return inputs.size();
    }

    private int available() {
      return number == 0
          ? job.logs.get(partition).size()
          : committed.getOrDefault(number + "/" + partition, 0);
    }

    private StagePipeline.Input next() {
      int at = position++;
      if (number > 0) {
        byte[][] message = exchange(number + "/" + partition).get(at);
        return new StagePipeline.Input(at, 0, message[0], message[1]);
      }
      Requeuable record = job.logs.get(partition).get(at);
      List<SourceRecord.Header> headers =
          record.corrects()
              ? List.of(
                  new SourceRecord.Header(
                      "tidemark.requeue.closed-window", "correct".getBytes(StandardCharsets.UTF_8)))
              : List.of();
      return new StagePipeline.Input(at, 0, new byte[] {1}, record.event().encode(), headers);
    }

    @Override
    public void toExchange(String exchange, byte[] key, byte[] message, long timestamp) {
      int to = Scenario.partitionOf(key, job.exchangePartitions);
      exchange(exchange + "/" + to).add(new byte[][] {key, message});
    }

    @Override
    public void toEveryPartition(String exchange, byte[] message, long timestamp) {
      if (!ExchangeCodec.isControl(message)) {
        throw new SimulationFailure("this is for one partition alone");
      }
      for (int p = 0; p < job.exchangePartitions; p++) {
        exchange(exchange + "/" + p).add(new byte[][] {{'~'}, message});
      }
    }

    @Override
    public void toSink(String sink, byte @Nullable [] key, byte[] value, long timestamp) {
      toSinkCorrected(sink, key, value, timestamp, 0);
    }

    @Override
    public void toSinkCorrected(
        String sink, byte @Nullable [] key, byte[] value, long timestamp, int correction) {
      Fired fired = Fired.decode(value);
      if (fired == null || key == null || ByteBuffer.wrap(key).getInt() != fired.key()) {
        throw new SimulationFailure("a result that can't be read");
      }
      results.add(new Written(fired, correction));
    }

    @Override
    public void toLateTopic(String topic, LateRecord record) {
      late.add(record);
    }

    @Override
    public void toDeadLetters(DeadLetter letter) {
      throw new SimulationFailure("nothing can fail: " + letter);
    }
  }

  private static Map<String, InMemoryOrderedStore> copy(Map<String, InMemoryOrderedStore> stores) {
    Map<String, InMemoryOrderedStore> copies = new HashMap<>();
    stores.forEach((name, store) -> copies.put(name, new InMemoryOrderedStore(store)));
    return copies;
  }

  /** How many elements of the sources met a fate. */
  static long sum(Map<String, Long> ledger, Outcome fate) {
    return ledger.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("events"))
        .filter(entry -> entry.getKey().endsWith(fate.name()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
