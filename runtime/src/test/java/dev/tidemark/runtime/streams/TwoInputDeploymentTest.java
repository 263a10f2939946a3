package dev.tidemark.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.base.Deployment;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.base.StreamsSettings;
import dev.tidemark.runtime.preflight.PlanTopics;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.explain.Explanation;
import dev.tidemark.topology.plan.rule.Merging;
import dev.tidemark.topology.progress.HandoverCut;
import dev.tidemark.topology.progress.ProgressLayout;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.topology.progress.StageScopes;
import dev.tidemark.topology.stage.base.Codecs;
import dev.tidemark.topology.stage.base.StageLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;

class TwoInputDeploymentTest {
  private static final Map<String, Integer> PARTITIONS =
      Map.of("clicks", 3, "payments", 2, "merged", 4);

  private final PhysicalPlan plan = Merging.plan();

  @Test
  void shouldWriteBothSidesToOneRepartitionTopic() {
    RunConfig config =
        new RunConfig(
            "shop.r1", "localhost:1", Map.of(), Map.of(), Path.of("."), 1, Duration.ofSeconds(1));
    Deployment deployment =
        new Deployment(plan, PARTITIONS, Map.of(), StageLimits.DEFAULT, ReplayScope.NONE);

    Topology topology =
        new TopologyAssembly(
                config,
                deployment,
                new StateCodecs(),
                new RunServices(new RegistryOutageRetry(), new TaskBoard(), new InputLag()))
            .assemble(StreamsSettings.of(config));

    Map<Integer, String> nodes = new TreeMap<>();
    for (TopologyDescription.Subtopology part : topology.describe().subtopologies()) {
      nodes.put(part.id(), part.nodes().toString());
    }
    assertThat(nodes.get(0))
        .contains("stage-clicks", "stage-payments", "exchange-both", "exchange-both-1")
        .containsOnlyOnce("topic: both-repartition");
    assertThat(nodes.get(1)).contains("stage-both", "both-repartition", "counts-repartition");
    assertThat(nodes.get(2)).contains("stage-counts");
  }

  @Test
  void shouldFindTheTopicsOfBothSides() {
    PlanTopics topics = new PlanTopics(plan);

    assertThat(topics.inputs()).containsExactlyElementsOf(Merging.SOURCES);
    assertThat(topics.outputs())
        .containsEntry("merged", "clicks")
        .containsEntry("merged-late", "clicks");
  }

  @Test
  void shouldHaveTheSameLayoutOfProgressFromThePlanAndItsJson() {
    ProgressLayout layout = ProgressLayout.of(plan);

    assertThat(layout.streams()).containsExactlyElementsOf(Merging.SOURCES);
    assertThat(layout.outOfOrderMs()).containsOnlyKeys(Merging.SOURCES);
    assertThat(ProgressLayout.ofPlanJson(Explanation.json(plan))).isEqualTo(layout);
  }

  @Test
  void shouldKeepTheCutsOfBothSourcesApart() {
    HandoverCut cut =
        new HandoverCut(
            "-before",
            Map.of("clicks", Map.of(0, 5L, 1, 6L), "payments", Map.of(0, 7L)),
            Map.of("counts", Map.of(0, 100L)));
    ReplayScope scope = new ReplayScope(Map.of(), Map.of(), "", cut, Map.of());
    StageScopes scopes = new StageScopes(plan, scope);

    assertThat(scopes.of(plan.stages().get(3), 0).lateBy())
        .isEqualTo(
            Map.of(
                0, new TreeMap<>(Map.of(5L, 100L)),
                1, new TreeMap<>(Map.of(6L, 100L)),
                1_000_000, new TreeMap<>(Map.of(7L, 100L))));
    assertThat(scopes.of(plan.stages().get(0), 0).wokenBelow()).containsOnlyKeys(5L);
    assertThat(scopes.of(plan.stages().get(1), 0).wokenBelow()).containsOnlyKeys(7L);
    assertThat(scopes.of(plan.stages().get(1), 1).wokenBelow()).isEmpty();
  }

  private static final class StateCodecs implements Codecs {
    @Override
    public Codec<Object> keys(String topic, Type<?> type) {
      return Codecs.state(type);
    }

    @Override
    public Codec<Object> values(String topic, Type<?> type) {
      return Codecs.state(type);
    }
  }
}
