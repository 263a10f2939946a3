package dev.tidemark.topology.plan.document;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.dsl.Aggregations;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.OutOfOrderness;
import dev.tidemark.topology.dsl.Windows;
import dev.tidemark.topology.eventtime.window.Lateness;
import dev.tidemark.topology.eventtime.window.OverlappingWindows;
import dev.tidemark.topology.eventtime.window.WindowKinds;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.explain.Explanation;
import dev.tidemark.topology.plan.upgrade.UpgradeCheck;
import dev.tidemark.topology.progress.ProgressLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Windows in plans, and above all those of a kind that this engine does not have. */
class PlannedWindowTest {
  private static final WindowKinds KINDS = WindowKinds.STANDARD.and(OverlappingWindows.KIND);
  private static final WindowSpec SPEC = new OverlappingWindows(10_000, 5_000);

  @Test
  void shouldExplainAnyKindInItsOwnWords() {
    assertThat(Explanation.text(plan("window", SPEC, 0))).contains("overlapping 10s every 5s");
  }

  @Test
  void shouldReadWhatAnExplanationHasWritten() {
    for (WindowSpec spec :
        List.of(SPEC, new WindowSpec.Tumbling(60_000), new WindowSpec.Session(2_000))) {
      JsonNode json = Explanation.json(plan("window", spec, 3_000));

      assertThat(PlannedWindow.allOf(json, KINDS))
          .isEqualTo(Map.of("window", new PlannedWindow("window", new Lateness(spec, 3_000), 0)));
    }
  }

  @Test
  void shouldWriteTheFieldsOfAKindInItsOrder() {
    JsonNode store = store(Explanation.json(plan("window", SPEC, 0)));

    assertThat(store.toString())
        .contains("\"shape\":\"overlapping\",\"size_ms\":10000,\"step_ms\":5000,\"allowed_");
  }

  @Test
  void shouldNotTakeAnUnknownKindForAnother() {
    JsonNode json = Explanation.json(plan("window", SPEC, 0));

    assertThatThrownBy(() -> PlannedWindow.allOf(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "window window: window kind overlapping is not known to this version of Tidemark,"
                + " which knows session, tumbling");
    assertThatThrownBy(() -> ProgressLayout.ofPlanJson(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window kind overlapping is not known");
  }

  @Test
  void shouldReadProgressOfAnyKind() {
    PhysicalPlan plan = plan("window", SPEC, 3_000);

    assertThat(ProgressLayout.ofPlanJson(Explanation.json(plan), KINDS))
        .isEqualTo(ProgressLayout.of(plan));
  }

  @Test
  void shouldFindNoChangeInTheSamePlan() {
    assertThat(changes(plan("window", SPEC, 0), plan("window", SPEC, 0), KINDS)).isEmpty();
  }

  @Test
  void shouldFindEachChangeOfAnyKind() {
    PhysicalPlan before = plan("window", SPEC, 3_000);

    assertThat(changes(before, plan("window", new OverlappingWindows(10_000, 2_000), 3_000), KINDS))
        .containsExactly("NEEDS_REPLAY window window its step changed from 5s to 2s");
    assertThat(changes(before, plan("window", new WindowSpec.Tumbling(10_000), 3_000), KINDS))
        .containsExactly("NEEDS_REPLAY window window changed from overlapping to tumbling");
    assertThat(changes(before, plan("window", SPEC, 1_000), KINDS))
        .containsExactly("NEEDS_REPLAY window window allowed lateness changed from 3s to 1s");
    assertThat(changes(before, plan("other", SPEC, 3_000), KINDS))
        .anyMatch(change -> change.contains("renamed from window to other"));
    assertThat(changes(before, plan("other", new OverlappingWindows(10_000, 2_000), 0), KINDS))
        .noneMatch(change -> change.contains("renamed"));
  }

  @Test
  void shouldNotJudgeAKindThatIsNotKnown() {
    PhysicalPlan before = plan("window", SPEC, 3_000);

    assertThat(changes(before, plan("window", SPEC, 1_000), WindowKinds.STANDARD))
        .containsExactlyInAnyOrder(
            "NEEDS_REPLAY window window its shape (kind overlapping) can't be read by this version"
                + " of Tidemark",
            "NEEDS_REPLAY window window allowed lateness changed from 3s to 1s");
  }

  @Test
  void shouldJudgeANewElementByTheMostClosedOfItsWindows() {
    var random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      long step = random.nextLong(1, 8);
      long size = step + random.nextLong(0, 20);
      long lateness = random.nextLong(0, 9);
      long kept = random.nextLong(0, 9);
      long time = random.nextLong(-50, 50);
      long watermark = random.nextLong(-80, 80);
      var window =
          new PlannedWindow("w", new Lateness(new OverlappingWindows(size, step), lateness), kept);
      List<PlannedWindow.State> states = new ArrayList<>();
      for (long start = time - size + 1; start <= time; start++) {
        if (start % step == 0) {
          long closesAt = start + size - 1 + lateness;
          states.add(
              watermark < closesAt
                  ? PlannedWindow.State.OPEN
                  : watermark < closesAt + kept
                      ? PlannedWindow.State.CORRECTABLE
                      : PlannedWindow.State.CLOSED);
        }
      }
      PlannedWindow.State most = states.stream().max(Enum::compareTo).orElseThrow();

      assertThat(window.stateOf(time, watermark)).isEqualTo(most);
    }
  }

  @Test
  void shouldTellALateElementThatIsCountedFromOneThatIsNot() {
    var window = new PlannedWindow("w", new Lateness(new OverlappingWindows(10, 5), 0), 0);

    assertThat(window.wasPartlyLate(7, 10)).as("counted in 5..15").isTrue();
    assertThat(window.wasPartlyLate(7, 15)).isFalse();
    var tumbling = new PlannedWindow("w", new Lateness(new WindowSpec.Tumbling(10), 0), 0);
    assertThat(tumbling.wasPartlyLate(7, 10)).isFalse();
    var session = new PlannedWindow("w", new Lateness(new WindowSpec.Session(10), 0), 0);
    assertThat(session.wasPartlyLate(7, 7)).isFalse();
    assertThat(session.wasPartlyLate(7, 8)).as("late after its partition was idle").isFalse();
  }

  @Test
  void shouldReachAsFarAsResultsMayBeIncomplete() {
    assertThat(new PlannedWindow("w", new Lateness(SPEC, 7), 0).reachMs()).isEqualTo(9_999);
    assertThat(new PlannedWindow("w", new Lateness(new WindowSpec.Tumbling(10), 7), 0).reachMs())
        .isEqualTo(9);
    assertThat(new PlannedWindow("w", new Lateness(new WindowSpec.Session(10), 7), 0).reachMs())
        .isEqualTo(10);
  }

  private static List<String> changes(
      PhysicalPlan before, PhysicalPlan after, WindowKinds windowKinds) {
    return UpgradeCheck.compare(
            new PlanDocument(Explanation.json(before), Map.of(), windowKinds),
            new PlanDocument(Explanation.json(after), Map.of(), windowKinds))
        .changes()
        .stream()
        .map(change -> change.verdict() + " " + change.where() + " " + change.what())
        .toList();
  }

  private static JsonNode store(JsonNode plan) {
    for (JsonNode store : plan.path("stores")) {
      if (store.path("content").asText().equals("panes")) {
        return store;
      }
    }
    throw new AssertionError("no store of panes in " + plan);
  }

  /** A job with a window of any kind: the DSL has no words for it, so the node gets it. */
  private static PhysicalPlan plan(String name, WindowSpec spec, long allowedLatenessMs) {
    PhysicalPlan plan =
        JobPlanner.plan(
            topology ->
                topology.stream("visits", STRING)
                    .eventTime(
                        visit -> Instant.EPOCH, OutOfOrderness.outOfOrderBy(Duration.ofSeconds(7)))
                    .keyBy(STRING, page -> page)
                    .window(name, Windows.tumbling(Duration.ofHours(1)))
                    .aggregate(Aggregations.count(), (window, count) -> count)
                    .to("visits-by-page", LONG, count -> count, LONG),
            Map.of(),
            Optional.of("visits"));
    List<Stage> stages =
        plan.stages().stream()
            .map(
                stage ->
                    new Stage(
                        stage.name(),
                        stage.nodes().stream()
                            .map(node -> with(node, spec, allowedLatenessMs))
                            .toList(),
                        stage.onError()))
            .toList();
    return new PhysicalPlan(
        plan.job(),
        stages,
        plan.tables(),
        plan.parameters(),
        plan.notes(),
        plan.onError(),
        plan.subjects());
  }

  private static Node with(Node node, WindowSpec spec, long allowedLatenessMs) {
    if (node instanceof Node.PartialWindow partial) {
      return new Node.PartialWindow(
          partial.id(),
          partial.input(),
          partial.exchange(),
          with(partial.window(), spec, allowedLatenessMs));
    }
    return node instanceof Node.FinalWindow closing
        ? new Node.FinalWindow(
            closing.id(), closing.exchange(), with(closing.window(), spec, allowedLatenessMs))
        : node;
  }

  private static Node.Window with(Node.Window window, WindowSpec spec, long allowedLatenessMs) {
    return new Node.Window(
        window.id(),
        window.input(),
        window.keying(),
        new Node.Window.Closing(spec, allowedLatenessMs, window.lateTopic(), 0),
        window.aggregation(),
        window.result(),
        window.type());
  }
}
