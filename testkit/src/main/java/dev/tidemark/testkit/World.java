package dev.tidemark.testkit;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.codec.SubjectNameStrategy;
import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.TopicUse;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.progress.ProgressSummary;
import dev.tidemark.topology.stage.StagePipeline;
import dev.tidemark.topology.stage.TablePipeline;
import dev.tidemark.topology.stage.base.Codecs;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.base.StageLimits;
import dev.tidemark.topology.stage.base.StageOutput;
import dev.tidemark.topology.stage.base.TableAccess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/** All tasks of a job, and the logs between them. */
final class World implements StageOutput {

  private static final byte[] CONTROL_KEY = {'~'};
  private static final String PROGRESS = "progress";

  /** Of the clock when it is moved: how far apart two looks for what is due are. */
  private static final long STEP_MS = 10;

  private final PhysicalPlan plan;
  private final int partitions;
  private final Codecs codecs;
  private final Map<String, List<Task>> tables = new LinkedHashMap<>();
  private final Map<String, List<Task>> stages = new LinkedHashMap<>();
  private final Map<String, String> stageByInput = new HashMap<>();
  private final Map<String, String> sinkTopics = new HashMap<>();
  private final Map<String, List<Written>> written = new HashMap<>();
  private long advancedMs;
  private final List<DeadLetter> deadLetters = new ArrayList<>();

  /** One record of an output topic. */
  record Written(int partition, byte @Nullable [] key, byte @Nullable [] value, long timestamp) {}

  World(PhysicalPlan plan, int partitions, SchemaRegistry registry) {
    this.plan = plan;
    this.partitions = partitions;
    this.codecs = new SubjectCodecs(registry, plan.subjects());
    plan.stages().forEach(this::index);
    plan.tables()
        .forEach(
            table -> tables.put(table.topic(), tasks(p -> task -> tablePipeline(table, p, task))));
    plan.stages()
        .forEach(
            stage -> stages.put(stage.name(), tasks(p -> task -> stagePipeline(stage, p, task))));
  }

  void send(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    List<Task> readers = tables.get(topic);
    if (readers == null) {
      readers = readersOf(topic);
    }
    readers.get(partitionOf(key)).append(key, value, 0);
    settle();
  }

  void becomeIdle() {
    for (Node.Source source : plan.sources()) {
      if (source.eventTime().isPresent()) {
        readersOf(source.topic()).forEach(Task::becomeIdle);
      }
    }
    settle();
  }

  void restart() {
    tables.values().forEach(tasks -> tasks.forEach(Task::restart));
    stages.values().forEach(tasks -> tasks.forEach(Task::restart));
  }

  private long now() {
    return System.currentTimeMillis() + advancedMs;
  }

  /** Moves the clock, and tries again what is due by then, one step after the other. */
  void advance(long millis) {
    long end = advancedMs + millis;
    while (advancedMs < end) {
      advancedMs = Math.min(end, advancedMs + STEP_MS);
      for (List<Task> tasks : stages.values()) {
        tasks.forEach(task -> task.retry(now()));
      }
      settle();
    }
  }

  List<Written> written(String topic) {
    return written.getOrDefault(topic, List.of()).stream()
        .sorted(Comparator.comparingInt(Written::partition))
        .toList();
  }

  Set<String> topicsWritten() {
    return Set.copyOf(written.keySet());
  }

  List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters);
  }

  JobProgress progress() {
    Map<String, Map<Integer, Map<String, String>>> entries = new HashMap<>();
    plan.tables()
        .forEach(
            table ->
                entries.put(table.id(), progressOf(tables.getOrDefault(table.topic(), List.of()))));
    stages.forEach((stage, tasks) -> entries.put(stage, progressOf(tasks)));
    return ProgressSummary.of(plan, entries);
  }

  @Override
  public void toExchange(String exchange, byte[] key, byte[] message, long timestamp) {
    readersOf(exchange).get(partitionOf(key)).append(key, message, timestamp);
  }

  @Override
  public void toEveryPartition(String exchange, byte[] message, long timestamp) {
    readersOf(exchange).forEach(task -> task.append(CONTROL_KEY, message, timestamp));
  }

  @Override
  public void toSink(String sink, byte @Nullable [] key, byte[] value, long timestamp) {
    write(
        sinkTopics.getOrDefault(sink, sink), new Written(partitionOf(key), key, value, timestamp));
  }

  @Override
  public void toSinkCorrected(
      String sink, byte @Nullable [] key, byte[] value, long timestamp, int correction) {
    toSink(sink, key, value, timestamp);
  }

  @Override
  public void toLateTopic(String topic, LateRecord late) {
    write(
        topic,
        new Written(
            late.origin().partition(),
            late.origin().key(),
            late.origin().value(),
            late.origin().timestamp()));
  }

  @Override
  public void toDeadLetters(DeadLetter letter) {
    deadLetters.add(letter);
  }

  private void write(String topic, Written record) {
    written.computeIfAbsent(topic, t -> new ArrayList<>()).add(record);
  }

  private void index(Stage stage) {
    stage.source().ifPresent(source -> stageByInput.put(source.topic(), stage.name()));
    stage.input().reads().ifPresent(exchange -> stageByInput.put(exchange.name(), stage.name()));
    for (Node node : stage.nodes()) {
      node.topics().stream()
          .filter(use -> use.role() == TopicUse.Role.RESULTS)
          .forEach(use -> sinkTopics.put(node.id(), use.topic()));
    }
  }

  private List<Task> tasks(IntFunction<Function<Task, StagePipeline>> opening) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      tasks.add(new Task(opening.apply(i)));
    }
    return tasks;
  }

  private StagePipeline tablePipeline(Node.Table table, int partition, Task task) {
    InMemoryOrderedStore values = task.store(table.id());
    TablePipeline.Updates updates =
        new TablePipeline.Updates() {
          @Override
          public void put(byte[] key, byte[] raw, Object value) {
            values.put(key, raw);
          }

          @Override
          public void remove(byte[] key) {
            values.delete(key);
          }
        };
    return new TablePipeline(
        table,
        partition,
        codecs.values(table.topic(), table.valueType()),
        updates,
        this,
        task.store(PROGRESS),
        plan.onError(),
        this::now);
  }

  private StagePipeline stagePipeline(Stage stage, int partition, Task task) {
    return StagePipeline.create(
        new StageContext(
            stage,
            new StageContext.Where(
                partition, StageContext.Channels.of(plan, stage, each -> partitions)),
            new StageContext.Io(
                codecs,
                table -> tableAccess(table, partition),
                this,
                task.store(PROGRESS),
                task::store),
            new StageContext.Bounds(this::now, StageLimits.DEFAULT),
            StageContext.Run.PLAIN));
  }

  private TableAccess tableAccess(String name, int partition) {
    Node.Table table = plan.table(name);
    Codec<Object> values = codecs.values(table.topic(), table.valueType());
    return new TableAccess(
        codecs.keys(table.topic(), table.keyType()),
        key ->
            Optional.ofNullable(tableTask(table, partition).store(table.id()).get(key))
                .map(raw -> ((Decoded.Ok<Object>) values.decode(raw)).value())
                .orElse(null));
  }

  private Task tableTask(Node.Table table, int partition) {
    return tables.getOrDefault(table.topic(), List.of()).get(partition);
  }

  /** Works until nothing moves any more. */
  private void settle() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (List<Task> tasks : tables.values()) {
        for (Task task : tasks) {
          moved |= task.work();
        }
      }
      for (List<Task> tasks : stages.values()) {
        for (Task task : tasks) {
          moved |= task.work();
        }
      }
    }
  }

  private List<Task> readersOf(String input) {
    String stage = stageByInput.get(input);
    List<Task> tasks = stage == null ? null : stages.get(stage);
    if (tasks == null) {
      throw new IllegalArgumentException("the job does not read " + input);
    }
    return tasks;
  }

  private int partitionOf(byte @Nullable [] key) {
    return key == null ? 0 : BuiltInPartitioner.partitionForKey(key, partitions);
  }

  private static Map<Integer, Map<String, String>> progressOf(List<Task> tasks) {
    Map<Integer, Map<String, String>> progress = new HashMap<>();
    for (int i = 0; i < tasks.size(); i++) {
      Map<String, String> entries = new HashMap<>();
      tasks
          .get(i)
          .store(PROGRESS)
          .range(
              new byte[0],
              null,
              (key, value) -> entries.put(ProgressKeys.text(key), ProgressKeys.text(value)));
      progress.put(i, entries);
    }
    return progress;
  }

  private record SubjectCodecs(SchemaRegistry registry, SubjectNameStrategy subjects)
      implements Codecs {
    @Override
    public Codec<Object> keys(String topic, Type<?> type) {
      return codec(type, type.schema().map(schema -> subjects.ofKey(topic, schema)).orElse(""));
    }

    @Override
    public Codec<Object> values(String topic, Type<?> type) {
      return codec(type, type.schema().map(schema -> subjects.ofValue(topic, schema)).orElse(""));
    }

    @SuppressWarnings("unchecked")
    private Codec<Object> codec(Type<?> type, String subject) {
      type.schema().ifPresent(schema -> registry.register(subject, schema));
      return (Codec<Object>) type.topicCodec(registry, subject);
    }
  }
}
