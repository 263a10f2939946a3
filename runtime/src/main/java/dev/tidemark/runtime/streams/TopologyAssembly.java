package dev.tidemark.runtime.streams;

import dev.tidemark.runtime.base.Deployment;
import dev.tidemark.runtime.base.InternalTopics;
import dev.tidemark.runtime.base.Partitions;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.base.TopologyNames;
import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.StoreUse;
import dev.tidemark.topology.plan.TopicUse;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.topology.progress.StageScopes;
import dev.tidemark.topology.stage.StagePipeline;
import dev.tidemark.topology.stage.TablePipeline;
import dev.tidemark.topology.stage.base.Codecs;
import dev.tidemark.topology.stage.base.Handover;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.base.StageOutput;
import dev.tidemark.topology.stage.base.TableAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
public final class TopologyAssembly {

  private final RunConfig config;
  private final Deployment deployment;
  private final Codecs codecs;
  private final RunServices watch;
  private final StageScopes scopes;
  private final StageIdentity.Run run;
  private final TableCaches tableCaches = new TableCaches();
  private final StreamsBuilder builder = new StreamsBuilder();
  private final Map<String, List<KStream<byte[], byte[]>>> writers = new HashMap<>();
  private final Map<String, KStream<byte[], byte[]>> exchanges = new HashMap<>();

  /**
   * @param config of which the application id and the version count
   */
  public TopologyAssembly(
      RunConfig config, Deployment deployment, Codecs codecs, RunServices watch) {
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
    for (Node node : plan.nodes()) {
      node.topics().stream()
          .filter(use -> use.role().isRead())
          .filter(use -> use.value().flatMap(Type::schema).isPresent())
          .forEach(use -> topics.add(use.topic()));
    }
    return topics;
  }

  public Topology assemble(Properties properties) {
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
    table.stores().forEach(this::addStore);
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
    Map<String, String> names = toExchanges(stage);
    for (Exchange exchange : stage.exchangesWritten()) {
      addWriter(processed, exchange, names.getOrDefault(exchange.name(), ""));
    }
  }

  private PipelineProcessor processor(StageIdentity stage, PipelineFactory pipelines) {
    return new PipelineProcessor(stage, pipelines, tableCaches, watch);
  }

  private KStream<byte[], byte[]> inputOf(Stage stage) {
    if (stage.source().isPresent()) {
      return read(stage.source().get().topic(), TableFirst.recordTime());
    }
    KStream<byte[], byte[]> exchange = exchanges.get(Deployment.exchangeReadBy(stage).name());
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
    String commitHook = TopologyNames.commitHook(stage.name());
    Set<String> names = new LinkedHashSet<>();
    builder.addStateStore(CommitHookStore.builder(commitHook));
    names.add(commitHook);
    for (StoreUse use : stage.stores()) {
      addStore(use);
      names.add(use.store());
    }
    names.addAll(stage.tables());
    return List.copyOf(names);
  }

  private void addStore(StoreUse use) {
    KeyValueBytesStoreSupplier supplier =
        switch (use.content()) {
          case PANES, CLOSED, TABLE -> Stores.persistentKeyValueStore(use.store());
          case PROGRESS, PARKED -> Stores.inMemoryKeyValueStore(use.store());
        };
    builder.addStateStore(
        Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled()
            .withLoggingEnabled(Map.of()));
  }

  /** An exchange is there once all its writers are: their records go to one topic. */
  private void addWriter(KStream<byte[], byte[]> processed, Exchange exchange, String name) {
    List<KStream<byte[], byte[]>> known =
        writers.computeIfAbsent(exchange.name(), none -> new ArrayList<>());
    known.add(processed.filter((key, value) -> true, Named.as(name)));
    if (known.size() == deployment.plan().writersOf(exchange).size()) {
      addExchange(known.stream().reduce(KStream::merge).orElseThrow(), exchange);
    }
  }

  /** Returns the nodes behind a stage that lead to exchanges, by the names of the exchanges. */
  private Map<String, String> toExchanges(Stage stage) {
    Map<String, String> names = new HashMap<>();
    for (Exchange exchange : stage.exchangesWritten()) {
      int writer = deployment.plan().writersOf(exchange).indexOf(stage);
      names.put(exchange.name(), TopologyNames.toExchange(exchange.name(), writer));
    }
    return names;
  }

  private void addExchange(KStream<byte[], byte[]> written, Exchange exchange) {
    KStream<byte[], byte[]> reader =
        written.repartition(
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
      for (TopicUse use : node.topics()) {
        if (use.role() == TopicUse.Role.RESULTS) {
          addSink(topology, TopologyNames.sink(node.id()), use.topic(), null, parent);
        } else if (use.role() == TopicUse.Role.LATE) {
          lateTopics.add(use.topic());
        }
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
        table.id(),
        run,
        new StageIdentity.Input(topic, topic, deployment.partitionsOf(topic)),
        Map.of());
  }

  private StageIdentity identity(Stage stage) {
    String consumed =
        stage
            .source()
            .map(Node.Source::topic)
            .orElseGet(
                () ->
                    InternalTopics.repartition(
                        config.applicationId(), Deployment.exchangeReadBy(stage).name()));
    String topic = stage.source().map(Node.Source::topic).orElse(stage.name());
    return new StageIdentity(
        stage.name(),
        run,
        new StageIdentity.Input(topic, consumed, deployment.inputPartitions(stage)),
        toExchanges(stage));
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
            new StageContext.Where(partition, deployment.channelsOf(stage)),
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

  private TableAccess table(ProcessorContext<byte[], byte[]> context, String name) {
    Node.Table table = deployment.plan().table(name);
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
