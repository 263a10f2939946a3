package dev.tidemark.topology.runtime;

import dev.tidemark.topology.operators.Codecs;
import dev.tidemark.topology.operators.Handover;
import dev.tidemark.topology.operators.StageContext;
import dev.tidemark.topology.operators.StageOutput;
import dev.tidemark.topology.operators.StagePipeline;
import dev.tidemark.topology.operators.TableAccess;
import dev.tidemark.topology.operators.TablePipeline;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Kafka Streams topology of a deployment: one processor for each stage and table,
 * repartition topics between them, plain key-value stores with compact-only changelogs.
 */
final class TopologyAssembly {

  private final RunConfig config;
  private final Deployment deployment;
  private final Codecs codecs;
  private final RunWatch watch;
  private final StageScopes scopes;
  private final StageIdentity.Run run;
  private final TableCaches tableCaches = new TableCaches();
  private final StreamsBuilder builder = new StreamsBuilder();
  private final Map<String, KStream<byte[], byte[]>> exchanges = new HashMap<>();

  /**
   * @param config of which the application id and the version count
   */
  TopologyAssembly(RunConfig config, Deployment deployment, Codecs codecs, RunWatch watch) {
    this.config = config;
    this.deployment = deployment;
    this.codecs = codecs;
    this.watch = watch;
    this.scopes = new StageScopes(deployment.plan(), deployment.scope());
    this.run =
        new StageIdentity.Run(
            deployment.plan().job(),
            config.applicationId(),
            config.version(),
            topicsWithSchemas(deployment.plan()),
            deployment.limits().aheadOfClockMs(),
            scopes.handover());
  }

  private static Set<String> topicsWithSchemas(PhysicalPlan plan) {
    Set<String> topics = new HashSet<>();
    for (Stage stage : plan.stages()) {
      if (stage.input() instanceof Node.Source source && source.type().schema().isPresent()) {
        topics.add(source.topic());
      }
    }
    for (Node.Table table : plan.tables()) {
      if (table.valueType().schema().isPresent()) {
        topics.add(table.topic());
      }
    }
    return topics;
  }

  Topology assemble(Properties properties) {
    PhysicalPlan plan = deployment.plan();
    plan.tables().forEach(this::addTable);
    plan.stages().forEach(this::addStage);
    Topology topology = builder.build(properties);
    plan.tables()
        .forEach(table -> addDeadLetters(topology, table.id(), TopologyNames.table(table.id())));
    plan.stages().forEach(stage -> addSinks(topology, stage));
    return topology;
  }

  private void addTable(Node.Table table) {
    addStore(Stores.persistentKeyValueStore(table.id()));
    addStore(Stores.inMemoryKeyValueStore(table.progressStore()));
    builder.addStateStore(CommitHookStore.builder(TopologyNames.commitHook(table.id())));
    TimestampExtractor tableFirst =
        new TableFirst(deployment.tableEnds().getOrDefault(table.topic(), Map.of()));
    read(table.topic(), tableFirst)
        .process(
            () -> processor(identity(table), (c, output) -> tablePipeline(table, c, output)),
            Named.as(TopologyNames.table(table.id())),
            table.id(),
            table.progressStore(),
            TopologyNames.commitHook(table.id()));
  }

  private void addStage(Stage stage) {
    KStream<byte[], byte[]> processed =
        inputOf(stage)
            .process(
                () -> processor(identity(stage), (c, output) -> stagePipeline(stage, c, output)),
                Named.as(TopologyNames.stage(stage.name())),
                storesOf(stage).toArray(new String[0]));
    for (Node node : stage.nodes()) {
      if (node instanceof Node.PartialWindow partial) {
        addExchange(processed, partial.exchange());
      } else if (node instanceof Node.SendElements send) {
        addExchange(processed, send.exchange());
      }
    }
  }

  private PipelineProcessor processor(StageIdentity stage, PipelineFactory pipelines) {
    return new PipelineProcessor(stage, pipelines, tableCaches, watch);
  }

  private KStream<byte[], byte[]> inputOf(Stage stage) {
    if (stage.input() instanceof Node.Source source) {
      return read(source.topic(), TableFirst.recordTime());
    }
    KStream<byte[], byte[]> exchange = exchanges.get(Deployment.exchangeOf(stage.input()).name());
    if (exchange == null) {
      throw new IllegalStateException(
          "stage " + stage.name() + " stands before the stage that feeds it");
    }
    return exchange;
  }

  private KStream<byte[], byte[]> read(String topic, TimestampExtractor timestamps) {
    return builder.stream(
        topic,
        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
            .withName(TopologyNames.source(topic))
            .withTimestampExtractor(timestamps));
  }

  /** Adds the stage's own stores, and names all that it uses. */
  private List<String> storesOf(Stage stage) {
    List<String> names = new ArrayList<>();
    names.add(stage.progressStore());
    names.add(TopologyNames.commitHook(stage.name()));
    addStore(Stores.inMemoryKeyValueStore(stage.progressStore()));
    stage
        .parkedStore()
        .ifPresent(
            parked -> {
              addStore(Stores.inMemoryKeyValueStore(parked));
              names.add(parked);
            });
    builder.addStateStore(CommitHookStore.builder(TopologyNames.commitHook(stage.name())));
    for (Node node : stage.nodes()) {
      if (node instanceof Node.FinalWindow window) {
        addStore(Stores.persistentKeyValueStore(window.panesStore()));
        names.add(window.panesStore());
        window
            .closedStore()
            .ifPresent(
                closed -> {
                  addStore(Stores.persistentKeyValueStore(closed));
                  names.add(closed);
                });
      } else if (node instanceof Node.Join join && !names.contains(join.table())) {
        names.add(join.table());
      }
    }
    return names;
  }

  private void addStore(KeyValueBytesStoreSupplier supplier) {
    builder.addStateStore(
        Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled()
            .withLoggingEnabled(Map.of()));
  }

  private void addExchange(KStream<byte[], byte[]> writer, Exchange exchange) {
    KStream<byte[], byte[]> reader =
        writer
            .filter((key, value) -> true, Named.as(TopologyNames.toExchange(exchange.name())))
            .repartition(
                Repartitioned.<byte[], byte[]>as(exchange.name())
                    .withKeySerde(Serdes.ByteArray())
                    .withValueSerde(Serdes.ByteArray())
                    .withNumberOfPartitions(deployment.partitionsOf(exchange))
                    .withStreamPartitioner(Partitions.exchange()));
    exchanges.put(exchange.name(), reader);
  }

  private void addSinks(Topology topology, Stage stage) {
    String parent = TopologyNames.stage(stage.name());
    addDeadLetters(topology, stage.name(), parent);
    List<String> lateTopics = new ArrayList<>();
    for (Node node : stage.nodes()) {
      if (node instanceof Node.Sink sink) {
        addSink(topology, TopologyNames.sink(sink.id()), sink.topic(), null, parent);
      } else if (node instanceof Node.PartialWindow partial) {
        partial.window().lateTopic().ifPresent(lateTopics::add);
      } else if (node instanceof Node.FinalWindow window) {
        window.window().lateTopic().ifPresent(lateTopics::add);
      }
    }
    for (String topic : lateTopics.stream().distinct().toList()) {
      addSink(
          topology,
          TopologyNames.late(stage.name(), topic),
          topic,
          Partitions.likeSource(),
          parent);
    }
  }

  private void addDeadLetters(Topology topology, String name, String parent) {
    addSink(
        topology,
        TopologyNames.deadLetters(name),
        deployment.plan().deadLetterTopic(),
        Partitions.likeSource(),
        parent);
  }

  /**
   * A topic is named as the run's scope says, and has a twin for what belongs to the run before.
   *
   * @param partitioner {@code null}: by key, as any producer does
   */
  private void addSink(
      Topology topology,
      String name,
      String topic,
      @Nullable StreamPartitioner<byte[], byte[]> partitioner,
      String parent) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    ReplayScope scope = deployment.scope();
    topology.addSink(name, topic + scope.suffix(), bytes, bytes, partitioner, parent);
    if (scope.cut() != null) {
      String before = topic + scope.cut().suffix();
      topology.addSink(Handover.nameBefore(name), before, bytes, bytes, partitioner, parent);
    }
  }

  private StageIdentity identity(Node.Table table) {
    String topic = table.topic();
    return new StageIdentity(
        table.id(), run, new StageIdentity.Input(topic, topic, deployment.partitionsOf(topic)));
  }

  private StageIdentity identity(Stage stage) {
    String consumed =
        stage.input() instanceof Node.Source source
            ? source.topic()
            : InternalTopics.repartition(
                config.applicationId(), Deployment.exchangeOf(stage.input()).name());
    return new StageIdentity(
        stage.name(),
        run,
        new StageIdentity.Input(inputTopic(stage), consumed, deployment.inputPartitions(stage)));
  }

  private static String inputTopic(Stage stage) {
    return stage.input() instanceof Node.Source source ? source.topic() : stage.name();
  }

  private StagePipeline tablePipeline(
      Node.Table table, ProcessorContext<byte[], byte[]> context, StageOutput output) {
    return new TablePipeline(
        table,
        context.taskId().partition(),
        codecs.values(table.topic(), table.valueType()),
        cache(context, table),
        output,
        store(context, table.progressStore()),
        deployment.plan().onError(),
        context::currentSystemTimeMs);
  }

  private StagePipeline stagePipeline(
      Stage stage, ProcessorContext<byte[], byte[]> context, StageOutput output) {
    int partition = context.taskId().partition();
    return StagePipeline.create(
        new StageContext(
            stage,
            new StageContext.Where(
                partition, deployment.inputPartitions(stage), incoming(stage)),
            new StageContext.Io(
                codecs,
                name -> table(context, name),
                output,
                store(context, stage.progressStore()),
                name -> store(context, name)),
            new StageContext.Bounds(context::currentSystemTimeMs, deployment.limits()),
            new StageContext.Run(
                scopes.of(stage, partition),
                new StageContext.Identity(run.job(), run.applicationId()))));
  }

  private StageContext.Incoming incoming(Stage stage) {
    if (stage.input() instanceof Node.Source) {
      return StageContext.Incoming.NONE;
    }
    Stage writer = deployment.writerOf(Deployment.exchangeOf(stage.input()));
    return new StageContext.Incoming(deployment.inputPartitions(writer), inputTopic(writer));
  }

  private TableAccess table(ProcessorContext<byte[], byte[]> context, String name) {
    Node.Table table =
        deployment.plan().tables().stream()
            .filter(candidate -> candidate.id().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("there is no table " + name));
    return new TableAccess(codecs.keys(table.topic(), table.keyType()), cache(context, table));
  }

  private TableCache cache(ProcessorContext<byte[], byte[]> context, Node.Table table) {
    return tableCaches.open(
        context.taskId(),
        table.id(),
        () ->
            new TableCache(
                context.getStateStore(table.id()),
                codecs.values(table.topic(), table.valueType())));
  }

  private static KafkaOrderedStore store(ProcessorContext<byte[], byte[]> context, String name) {
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(name);
    return new KafkaOrderedStore(store);
  }
}
