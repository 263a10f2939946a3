package dev.tidemark.topology.stage.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.rule.Merging;
import dev.tidemark.topology.stage.StagePipeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a plan with two sources, which have different numbers of partitions, under a random
 * schedule with crashes. What a task sends and stores between two commits becomes visible with the
 * commit or is lost with the task.
 */
final class TwoInputWorld {
  private static final Map<String, Integer> PARTITIONS =
      Map.of("clicks", 3, "payments", 2, "both", 4, "counts", 2);
  private static final Codecs CODECS =
      new Codecs() {
        @Override
        public Codec<Object> keys(String topic, Type<?> type) {
          return Codecs.state(type);
        }

        @Override
        public Codec<Object> values(String topic, Type<?> type) {
          return Codecs.state(type);
        }
      };

  private final PhysicalPlan plan = Merging.plan();
  private final Map<String, List<Task>> tasks = new LinkedHashMap<>();
  private final List<String> results = new ArrayList<>();
  private final List<LateRecord> late = new ArrayList<>();

  TwoInputWorld() {
    for (Stage stage : plan.stages()) {
      List<Task> partitions = new ArrayList<>();
      for (int p = 0; p < partitionsOf(stage); p++) {
        partitions.add(new Task(stage, p));
      }
      tasks.put(stage.name(), partitions);
    }
  }

  static int partitionsOf(Stage stage) {
    return partitionsOf(stage.name());
  }

  static int partitionsOf(String stage) {
    Integer count = PARTITIONS.get(stage);
    if (count == null) {
      throw new IllegalArgumentException(stage);
    }
    return count;
  }

  PhysicalPlan plan() {
    return plan;
  }

  List<String> results() {
    return results;
  }

  List<LateRecord> late() {
    return late;
  }

  /** Appends an event to a source. */
  void send(String topic, int partition, Merging.Event event) {
    int side = Merging.SOURCES.indexOf(topic);
    task(topic, partition).append(null, event.encode(side), event.time());
  }

  /** Steps at random until everything is read and every source partition is idle. */
  void run(Random random, double crashes) {
    List<Task> all = tasks.values().stream().flatMap(List::stream).toList();
    while (all.stream().anyMatch(Task::hasWork)) {
      Task task = all.get(random.nextInt(all.size()));
      if (random.nextDouble() < crashes) {
        task.crash();
      }
      task.work(1 + random.nextInt(5));
      if (random.nextInt(3) > 0) {
        task.commit();
      }
    }
  }

  /** Reads all that is there, without a source becoming idle. */
  void readAll() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Task task : tasks.values().stream().flatMap(List::stream).toList()) {
        moved |= task.read(Integer.MAX_VALUE);
        task.commit();
      }
    }
  }

  Map<String, Map<Integer, Map<String, String>>> progress() {
    Map<String, Map<Integer, Map<String, String>>> entries = new HashMap<>();
    tasks.forEach(
        (stage, partitions) -> {
          Map<Integer, Map<String, String>> stores = new HashMap<>();
          partitions.forEach(task -> stores.put(task.partition, task.progress()));
          entries.put(stage, stores);
        });
    return entries;
  }

  private Task task(String stage, int partition) {
    return tasks.getOrDefault(stage, List.of()).get(partition);
  }

  /** One partition of a stage. */
  private final class Task implements StageOutput {
    private final Stage stage;
    private final int partition;
    private final List<StagePipeline.Input> log = new ArrayList<>();
    private final List<Runnable> pending = new ArrayList<>();
    private Map<String, InMemoryOrderedStore> committed = new HashMap<>();
    private Map<String, InMemoryOrderedStore> stores = new HashMap<>();
    private int committedNext;
    private int next;
    private boolean idle;
    private boolean committedIdle;
    private StagePipeline pipeline;

    Task(Stage stage, int partition) {
      this.stage = stage;
      this.partition = partition;
      this.pipeline = open();
    }

    private StagePipeline open() {
      StagePipeline opened =
          StagePipeline.create(
              new StageContext(
                  stage,
                  new StageContext.Where(
                      partition,
                      StageContext.Channels.of(plan, stage, TwoInputWorld::partitionsOf)),
                  new StageContext.Io(
                      CODECS,
                      table -> {
                        throw new IllegalStateException("there is no table " + table);
                      },
                      this,
                      store("progress"),
                      this::store),
                  new StageContext.Bounds(() -> 1_000_000, StageLimits.DEFAULT),
                  StageContext.Run.PLAIN));
      opened.restore();
      return opened;
    }

    private InMemoryOrderedStore store(String name) {
      return stores.computeIfAbsent(name, none -> new InMemoryOrderedStore());
    }

    void append(byte @Nullable [] key, byte[] value, long timestamp) {
      log.add(new StagePipeline.Input(log.size(), timestamp, key, value));
    }

    boolean hasWork() {
      return committedNext < log.size() || (stage.source().isPresent() && !committedIdle);
    }

    void work(int records) {
      if (!read(records) && stage.source().isPresent() && !idle) {
        pipeline.becomeIdle(next);
        idle = true;
      }
    }

    boolean read(int records) {
      boolean read = false;
      for (int i = 0; i < records && next < log.size(); i++) {
        pipeline.process(log.get(next));
        next++;
        read = true;
      }
      return read;
    }

    void commit() {
      pipeline.flush();
      pending.forEach(Runnable::run);
      pending.clear();
      committed = copy(stores);
      committedNext = next;
      committedIdle = idle;
    }

    void crash() {
      pending.clear();
      stores = copy(committed);
      next = committedNext;
      idle = committedIdle;
      pipeline = open();
    }

    Map<String, String> progress() {
      Map<String, String> entries = new HashMap<>();
      store("progress")
          .range(
              new byte[0],
              null,
              (key, value) -> entries.put(ProgressKeys.text(key), ProgressKeys.text(value)));
      return entries;
    }

    @Override
    public void toExchange(String exchange, byte[] key, byte[] message, long timestamp) {
      int reader = Math.floorMod(Arrays.hashCode(key), partitionsOf(exchange));
      pending.add(() -> task(exchange, reader).append(key, message, timestamp));
    }

    @Override
    public void toEveryPartition(String exchange, byte[] message, long timestamp) {
      for (int p = 0; p < partitionsOf(exchange); p++) {
        int reader = p;
        pending.add(() -> task(exchange, reader).append(new byte[] {'~'}, message, timestamp));
      }
    }

    @Override
    public void toSink(String sink, byte @Nullable [] key, byte[] value, long timestamp) {
      String line = new String(value, UTF_8);
      pending.add(() -> results.add(line));
    }

    @Override
    public void toSinkCorrected(
        String sink, byte @Nullable [] key, byte[] value, long timestamp, int correction) {
      throw new IllegalStateException("nothing is corrected");
    }

    @Override
    public void toLateTopic(String topic, LateRecord record) {
      pending.add(() -> late.add(record));
    }

    @Override
    public void toDeadLetters(DeadLetter letter) {
      throw new IllegalStateException(letter.toString());
    }
  }

  private static Map<String, InMemoryOrderedStore> copy(Map<String, InMemoryOrderedStore> stores) {
    Map<String, InMemoryOrderedStore> copies = new HashMap<>();
    stores.forEach((name, store) -> copies.put(name, new InMemoryOrderedStore(store)));
    return copies;
  }
}
