package dev.tidemark.runtime.streams;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.base.Deployment;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.base.StreamsSettings;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.Join;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.topology.stage.base.StageLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;

/** The names, the stores and the sub-topologies that a plan has in Kafka Streams. */
class TopologyAssemblyTest {

  /** A table that two stages join with, an exchange to it, and a window with late records. */
  private static final class Visits implements StreamJob {
    @Override
    public void define(Topology topology) {
      var pages = topology.table("pages", STRING, STRING);
      var visits =
          topology.stream("visits", STRING)
              .eventTime(visit -> Instant.EPOCH, outOfOrderBy(Duration.ofSeconds(7)));
      visits
          .join(Join.left(pages).onRecordKey().named("titles"), visit -> visit, (v, page) -> v)
          .as(STRING)
          .to("titled-visits", STRING, visit -> visit, STRING);
      visits
          .join(pages, visit -> visit, (visit, page) -> page)
          .as(STRING)
          .keyBy(STRING, page -> page)
          .window("hourly", tumbling(Duration.ofHours(1)).lateTo("visits-late"))
          .aggregate(count(), (window, count) -> count)
          .to("visits-by-page", LONG, count -> count, LONG);
    }
  }

  private static org.apache.kafka.streams.Topology assembled() {
    PhysicalPlan plan = JobPlanner.plan(new Visits(), Map.of());
    Map<String, Integer> partitions = new HashMap<>();
    for (String topic :
        List.of("pages", "visits", "titled-visits", "visits-by-page", "visits-late")) {
      partitions.put(topic, 4);
    }
    RunConfig config =
        new RunConfig(
            "visits-1",
            "localhost:9",
            Map.of(),
            Map.of(),
            Path.of("unused"),
            1,
            Duration.ofMillis(200));
    return new TopologyAssembly(
            config,
            new Deployment(plan, partitions, Map.of(), StageLimits.DEFAULT, ReplayScope.NONE),
            new RegistryCodecs(new InMemorySchemaRegistry(), plan.subjects()),
            new RunServices(new RegistryOutageRetry(), new TaskBoard(), new InputLag()))
        .assemble(StreamsSettings.of(config));
  }

  @Test
  void shouldNameNodesByThePlan() {
    Map<Integer, Set<String>> names = new TreeMap<>();
    for (TopologyDescription.Subtopology part : assembled().describe().subtopologies()) {
      part.nodes()
          .forEach(
              node -> names.computeIfAbsent(part.id(), id -> new TreeSet<>()).add(node.name()));
    }

    assertThat(names).containsOnlyKeys(0, 1);
    assertThat(names.get(0))
        .containsExactly(
            "dead-letters-join-pages-receive",
            "dead-letters-pages",
            "dead-letters-visits",
            "exchange-hourly",
            "exchange-join-pages",
            "hourly-repartition-filter",
            "hourly-repartition-sink",
            "join-pages-repartition-filter",
            "join-pages-repartition-sink",
            "join-pages-repartition-source",
            "late-join-pages-receive-visits-late",
            "sink-to-titled-visits",
            "source-pages",
            "source-visits",
            "stage-join-pages-receive",
            "stage-visits",
            "table-pages");
    assertThat(names.get(1))
        .containsExactly(
            "dead-letters-hourly",
            "hourly-repartition-source",
            "late-hourly-visits-late",
            "sink-to-visits-by-page",
            "stage-hourly");
  }

  @Test
  void shouldConnectStoresByTheirNames() {
    Map<String, Set<String>> stores = new TreeMap<>();
    for (TopologyDescription.Subtopology part : assembled().describe().subtopologies()) {
      for (TopologyDescription.Node node : part.nodes()) {
        if (node instanceof TopologyDescription.Processor processor
            && !processor.stores().isEmpty()) {
          stores.put(node.name(), new TreeSet<>(processor.stores()));
        }
      }
    }

    assertThat(stores)
        .isEqualTo(
            Map.of(
                "table-pages", Set.of("pages", "pages-progress", "pages-commit-hook"),
                "stage-visits", Set.of("pages", "visits-progress", "visits-commit-hook"),
                "stage-join-pages-receive",
                    Set.of(
                        "pages", "join-pages-receive-progress", "join-pages-receive-commit-hook"),
                "stage-hourly", Set.of("hourly-panes", "hourly-progress", "hourly-commit-hook")));
  }
}
