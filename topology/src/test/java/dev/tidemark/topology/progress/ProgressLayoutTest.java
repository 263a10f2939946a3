package dev.tidemark.topology.progress;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.topology.dsl.Aggregations;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.OutOfOrderness;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.dsl.Windows;
import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.explain.Explanation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressLayoutTest {

  /** A source, a foreign join, a window and a second output. */
  private static final class Visits implements StreamJob {
    @Override
    public void define(Topology topology) {
      var pages = topology.table("pages", STRING, STRING);
      var visits =
          topology.stream("visits", STRING)
              .eventTime(visit -> Instant.EPOCH, OutOfOrderness.outOfOrderBy(Duration.ofSeconds(7)))
              .filter("kept", visit -> true);
      visits.to("copies", STRING, visit -> visit, STRING);
      visits
          .join(pages, visit -> visit, (visit, page) -> page)
          .as(STRING)
          .keyBy(STRING, page -> page)
          .window("hourly", Windows.tumbling(Duration.ofHours(1)))
          .aggregate(Aggregations.count(), (window, count) -> count)
          .to("visits-by-page", LONG, count -> count, LONG);
    }
  }

  private final PhysicalPlan plan = JobPlanner.plan(new Visits(), Map.of());

  @Test
  void shouldHoldWhatProgressIsReadFrom() {
    ProgressLayout layout = ProgressLayout.of(plan);

    assertThat(layout.owners()).containsExactly("visits", "join-pages-receive", "hourly", "pages");
    assertThat(layout.tables()).containsExactly(new ProgressLayout.Table("pages", "pages"));
    assertThat(layout.windows()).containsExactly(new ProgressLayout.Window("hourly", "hourly", 0));
    assertThat(layout.outOfOrderMs()).isEqualTo(Map.of("visits", 7_000L));
    assertThat(layout.paths())
        .extracting(Paths.Path::output)
        .containsExactlyInAnyOrder("to-copies", "hourly");
  }

  @Test
  void shouldBeTheSameFromTheJsonOfThePlan() {
    assertThat(ProgressLayout.ofPlanJson(Explanation.json(plan)))
        .isEqualTo(ProgressLayout.of(plan));
  }

  @Test
  void shouldSayWhatIsMissingInAJsonThatIsNoPlan() {
    for (String field : List.of("stages", "paths", "stores", "sources")) {
      JsonNode json = ((ObjectNode) Explanation.json(plan)).without(field);
      assertThatThrownBy(() -> ProgressLayout.ofPlanJson(json))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not the JSON of a plan")
          .hasMessageContaining(field);
    }
  }
}
