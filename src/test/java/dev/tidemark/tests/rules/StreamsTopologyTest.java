package dev.tidemark.tests.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static dev.tidemark.serde.Types.STRING;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import dev.tidemark.bench.CanonicalRevenue;
import dev.tidemark.jobs.delaysbystate.DelaysByState;
import dev.tidemark.jobs.quakesequences.QuakeSequences;
import dev.tidemark.tests.base.Flaky;
import dev.tidemark.tests.base.Repository;
import dev.tidemark.tests.faults.TroubledJob;
import dev.tidemark.tests.jobs.GeneratedJobs;
import dev.tidemark.tests.jobs.RuntimeQueriesIT;
import dev.tidemark.tests.jobs.SlowlyCommittedJob;
import dev.tidemark.tests.nodes.SnoopsJob;
import dev.tidemark.tests.orders.OrdersByRegion;
import dev.tidemark.tests.orders.PaidRevenueByRegion;
import dev.tidemark.tests.parcel.OwnFormatTest;
import dev.tidemark.tests.parcel.ParcelJob;
import dev.tidemark.tests.parcel.ParcelSchemas;
import dev.tidemark.tests.parcel.ParcelUpgradeJob;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.Join;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Table;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.explain.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.TopologyDescription.Subtopology;
import org.apache.kafka.streams.processor.ConnectedStoreProvider;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sub-topologies that Kafka Streams makes of each job, with all names, as files in {@code
 * src/test/resources/topologies}. {@code -Dgolden.update=true} writes the files again.
 *
 * <p>The number of a sub-topology is part of every task id, and so of every state folder. A change
 * here, also one that a new version of Kafka Streams causes, separates running jobs from their
 * state.
 */
class StreamsTopologyTest {

  private static final Path FOLDER =
      Repository.root().resolve(Path.of("src", "test", "resources", "topologies"));

  private static final Schema WEIGHT =
      SchemaBuilder.record("Weight")
          .fields()
          .requiredString("sender")
          .requiredLong("weight")
          .endRecord();

  /** Two stages that share the store of one table. */
  private static final class SharedTable implements StreamJob {
    @Override
    public void define(Topology topology) {
      Table<String, String> regions = topology.table("regions", STRING, STRING);
      topology.stream("orders", STRING)
          .join(Join.inner(regions).onRecordKey(), order -> order, (order, region) -> region)
          .to("orders-by-region", STRING, region -> region, STRING);
      topology.stream("returns", STRING)
          .join(
              Join.inner(regions).onRecordKey().named("returned"),
              order -> order,
              (order, region) -> region)
          .to("returns-by-region", STRING, region -> region, STRING);
    }
  }

  /** A supplier that brings its store along, as no part of the engine may. */
  private static final class WithItsOwnStore
      implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
    @Override
    public org.apache.kafka.streams.processor.api.Processor<byte[], byte[], byte[], byte[]> get() {
      return input -> {};
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("own"), Serdes.Bytes(), Serdes.ByteArray()));
    }
  }

  static Stream<StreamJob> jobs() {
    return Stream.of(
        new DelaysByState(),
        new QuakeSequences(),
        new CanonicalRevenue(),
        new PaidRevenueByRegion(),
        new OrdersByRegion(),
        new ParcelJob(),
        new ParcelUpgradeJob(ParcelSchemas.CITY, WEIGHT),
        new TroubledJob(),
        new SnoopsJob(),
        new SlowlyCommittedJob(),
        new Flaky(),
        new OwnFormatTest.BestSale(),
        new RuntimeQueriesIT.FailingSeconds(),
        new GeneratedJobs.OrdersByTeam(),
        new GeneratedJobs.AllOrdersByTeam(),
        new GeneratedJobs.OrderBursts(),
        new SharedTable());
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void shouldKeepSubTopologiesAndNames(StreamJob job) throws IOException {
    String text = describe(job);
    Path golden = FOLDER.resolve(job.name() + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(golden, text);
    }

    assertThat(text).isEqualTo(Files.readString(golden).replace("\r\n", "\n"));
  }

  @Test
  void shouldKeepAFileForEachJobAndNoOther() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(jobs().map(job -> job.name() + ".txt").toList());
    }
  }

  @Test
  void shouldConnectStoresByNameOnly() {
    assertThat(suppliersWithStores(WithItsOwnStore.class).hasViolation()).isTrue();

    storesByNameOnly().check(ArchitectureTest.CLASSES);
  }

  private static EvaluationResult suppliersWithStores(Class<?> supplier) {
    return storesByNameOnly().evaluate(new ClassFileImporter().importClasses(supplier));
  }

  /** No processor supplier hands a store builder to Kafka Streams. */
  private static ArchRule storesByNameOnly() {
    return noMethods()
        .that()
        .haveName("stores")
        .should()
        .beDeclaredInClassesThat(assignableTo(ConnectedStoreProvider.class))
        .allowEmptyShould(true);
  }

  private static String describe(StreamJob job) {
    PhysicalPlan plan = JobPlanner.plan(job, Map.of());
    TopologyDescription described = AssembledTopology.of(plan, topics(plan));
    assertThat(described.globalStores()).isEmpty();
    return described.subtopologies().stream()
        .sorted(Comparator.comparing(Subtopology::id))
        .map(StreamsTopologyTest::text)
        .collect(joining("\n"));
  }

  private static Set<String> topics(PhysicalPlan plan) {
    return StreamSupport.stream(Explanation.json(plan).get("topics").spliterator(), false)
        .map(topic -> topic.get("name").textValue())
        .collect(Collectors.toSet());
  }

  private static String text(Subtopology part) {
    return part.nodes().stream()
        .sorted(Comparator.comparing(Node::name))
        .map(StreamsTopologyTest::text)
        .collect(joining("", "sub-topology " + part.id() + "\n", ""));
  }

  private static String text(Node node) {
    String next = names(node.successors().stream().map(Node::name).toList());
    return "  " + kind(node) + (next.isEmpty() ? "" : "\n    to " + next) + "\n";
  }

  private static String kind(Node node) {
    if (node instanceof Source source) {
      return "source " + node.name() + "\n    reads " + names(source.topicSet());
    }
    if (node instanceof Sink sink) {
      return "sink " + node.name() + "\n    writes " + sink.topic();
    }
    Processor processor = (Processor) node;
    String stores = names(processor.stores());
    return "processor " + node.name() + (stores.isEmpty() ? "" : "\n    stores " + stores);
  }

  private static String names(Collection<String> names) {
    return names.stream().sorted().collect(joining(", "));
  }
}
