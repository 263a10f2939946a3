package dev.tidemark.topology.dsl;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.explain.Explanation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows whose results can be corrected, in plans. */
class CorrectableWindowsTest {

  @Test
  void shouldSayForHowLongAndWhereClosedPanesAreKept() {
    PhysicalPlan plan =
        Refusals.plan(
            t ->
                first(t, tumbling(ofMinutes(1)).correctableFor(ofMinutes(5)))
                    .to("out", STRING, text -> text, STRING));

    assertThat(Explanation.text(plan))
        .contains(
            "correctable for 5m",
            "first-closed",
            "closed panes of window first",
            "tidemark.correction");
    JsonNode json = Explanation.json(plan);
    List<JsonNode> windows = new ArrayList<>();
    json.path("stages").forEach(stage -> stage.path("nodes").forEach(windows::add));
    assertThat(windows)
        .filteredOn(node -> node.path("kind").asText().equals("partial_window"))
        .extracting(node -> node.path("correctable_for_ms").asLong())
        .containsExactly(300_000L);
    assertThat(json.path("stores"))
        .anySatisfy(store -> assertThat(store.path("content").asText()).isEqualTo("closed"));
  }

  @Test
  void shouldSayNothingOfItWhereItIsNotAskedFor() {
    PhysicalPlan plan =
        Refusals.plan(
            t -> first(t, tumbling(ofMinutes(1))).to("out", STRING, text -> text, STRING));

    assertThat(Explanation.json(plan).toString()).doesNotContain("correctable", "closed");
  }

  @Test
  void shouldRefuseToCorrectWhatAnotherWindowTakesIn() {
    assertThat(
            Refusals.of(
                t ->
                    first(t, tumbling(ofMinutes(1)).correctableFor(ofMinutes(5)))
                        .keyBy(STRING, text -> text)
                        .window("second", tumbling(ofMinutes(5)))
                        .aggregate(count(), (window, n) -> window.key())
                        .to("out", STRING, text -> text, STRING)))
        .containsExactly(
            "window first: it can be corrected, but feeds window second, which would count a"
                + " corrected result twice; leave out correctableFor, or write the results to a"
                + " topic for another job");
  }

  @Test
  void shouldRefuseToKeepWindowsForNoTime() {
    assertThat(
            Refusals.of(
                t ->
                    first(t, tumbling(ofMinutes(1)).correctableFor(ZERO))
                        .to("out", STRING, text -> text, STRING)))
        .containsExactly(
            "window first: correctableFor is 0s but must be at least 1ms; state a positive"
                + " duration");
  }

  private static Stream<String> first(Topology topology, TumblingWindows windows) {
    return topology.stream("orders", STRING)
        .eventTime(text -> Instant.EPOCH, outOfOrderBy(ofSeconds(1)))
        .keyBy(STRING, text -> text)
        .window("first", windows)
        .aggregate(count(), (window, n) -> window.key());
  }
}
