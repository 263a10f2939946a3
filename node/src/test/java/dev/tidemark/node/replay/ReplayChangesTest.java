package dev.tidemark.node.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.job.RunScope;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.node.jobs.Handover;
import dev.tidemark.node.jobs.JobRegistry.Change;
import dev.tidemark.node.jobs.Share;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What may become of a job and its replay, and what is refused with which reason. */
class ReplayChangesTest {

  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
  private static final Author ANN = new Author("ann", AT);
  private static final String JAR = "a".repeat(64);
  private static final String FIXED = "b".repeat(64);
  private static final Map<String, Map<Integer, Long>> ENDS = Map.of("orders", Map.of(0, 90L));
  private static final RunScope.Cut CUT =
      new RunScope.Cut(".replay-r2", ENDS, Map.of("revenue", Map.of(0, 5_000L)));

  private final Map<String, JobSpec> book = new TreeMap<>();
  private final JobSpec job = spec("revenue", 1, JAR, null, null);
  private final JobSpec replay =
      spec(
          "revenue.replay",
          2,
          FIXED,
          new RunScope(Map.of(), Map.of(), ".replay-r2", null, Map.of()),
          new ReplaySpec(
              "revenue",
              ReplayMode.SHADOW,
              ".replay-r2",
              ReplayFrom.earliest(),
              null,
              ReplayPhase.RUNNING,
              false,
              Map.of("orders", Map.of(0, new ReplaySpec.Range(0, 80))),
              ReplaySpec.Base.of(job),
              "ann",
              AT));

  @Test
  void shouldBeOfTheJobsRunsWhateverItIsCalled() {
    assertThat(replay.applicationId()).isEqualTo("revenue.r2");
    assertThat(replay.job()).isEqualTo("revenue");
    assertThat(replay.isShadow()).isTrue();
    assertThat(job.isShadow()).isFalse();
  }

  @Test
  void shouldGoThroughTheBookUnchanged() throws IOException {
    byte[] json = Json.mapper().writeValueAsBytes(replay);

    assertThat(Json.mapper().readValue(json, JobSpec.class)).isEqualTo(replay);
  }

  @Test
  void shouldGoFromARunningReplayToAJobOfItsRun() {
    apply(ReplayChanges.begun(with(job), job, replay));
    apply(ReplayChanges.promoting(book, "revenue", ENDS, ANN));

    assertThat(phase()).isEqualTo(ReplayPhase.FREEZING);
    assertThat(ReplayChanges.scopeOf(now("revenue.replay")).until()).isEqualTo(ENDS);
    assertThat(now("revenue")).isEqualTo(job);

    apply(ReplayChanges.ended(book, job, now("revenue.replay"), ENDS, ANN));

    assertThat(phase()).isEqualTo(ReplayPhase.HANDING_OVER);
    assertThat(ReplayChanges.scopeOf(now("revenue")).until()).isEqualTo(ENDS);
    assertThat(now("revenue").version()).isEqualTo(2);

    apply(ReplayChanges.switching(book, now("revenue"), now("revenue.replay"), ANN));

    assertThat(phase()).isEqualTo(ReplayPhase.SWITCHING);
    assertThat(now("revenue.replay").desiredState()).isEqualTo(DesiredState.STOPPED);
    assertThat(Share.of("a", book, Map.of(), List.of("a"), List.of())).isEmpty();

    List<Change> last =
        ReplayChanges.handedOver(book, now("revenue"), now("revenue.replay"), CUT, ANN);
    assertThat(last).extracting(Change::name).containsExactly("revenue.replay", "revenue");
    apply(last);

    JobSpec promoted = now("revenue");
    assertThat(book).containsOnlyKeys("revenue");
    assertThat(promoted.run()).isEqualTo(2);
    assertThat(promoted.version()).isEqualTo(3);
    assertThat(promoted.jar()).isEqualTo(FIXED);
    assertThat(promoted.scope()).isEqualTo(new RunScope(Map.of(), Map.of(), "", CUT, Map.of()));
    assertThat(promoted.replay()).isNull();
  }

  @Test
  void shouldDoNothingWhereTheBookHasChangedSinceItWasLookedAt() {
    apply(ReplayChanges.begun(with(job), job, replay));
    apply(ReplayChanges.promoting(book, "revenue", ENDS, ANN));
    JobSpec seen = now("revenue.replay");
    apply(ReplayChanges.ended(book, job, seen, ENDS, ANN));

    assertThat(ReplayChanges.ended(book, job, seen, ENDS, ANN)).isEmpty();
    assertThat(ReplayChanges.handedOver(book, job, seen, CUT, ANN)).isEmpty();
    assertThat(ReplayChanges.promoting(book, "revenue", ENDS, ANN)).isEmpty();
  }

  @Test
  void shouldTakeTheEndOffTheLiveRunWhenCancelled() {
    apply(ReplayChanges.begun(with(job), job, replay));
    apply(ReplayChanges.promoting(book, "revenue", ENDS, ANN));
    apply(ReplayChanges.ended(book, job, now("revenue.replay"), ENDS, ANN));

    apply(ReplayChanges.cancelled(book, "revenue", true, ANN));

    assertThat(now("revenue").scope()).isNull();
    assertThat(phase()).isEqualTo(ReplayPhase.CANCELLING);
    assertThat(now("revenue.replay").desiredState()).isEqualTo(DesiredState.STOPPED);
    assertThat(ReplayChanges.cancelled(book, "revenue", false, ANN)).isEmpty();
    assertRefused("replay_cancelled", () -> ReplayChanges.promoting(book, "revenue", ENDS, ANN));
    apply(ReplayChanges.forgotten(book, now("revenue.replay")));
    assertThat(book).containsOnlyKeys("revenue");
  }

  @Test
  void shouldRefuseASecondReplayAndSayWhichThereIs() {
    apply(ReplayChanges.begun(with(job), job, replay));

    assertRefused("replay_exists", () -> ReplayChanges.begun(book, job, replay));
    assertRefused("replay_exists", () -> ReplayChanges.requireNone(book, "revenue"));
  }

  @Test
  void shouldRefuseToTakeAnUpgradeBack() {
    apply(ReplayChanges.begun(with(job), job, replay));
    book.put("revenue", spec("revenue", 1, "c".repeat(64), null, null));

    assertRefused("job_changed", () -> ReplayChanges.promoting(book, "revenue", ENDS, ANN));
  }

  @Test
  void shouldRefuseToPromoteWhileTheJobDoesNotRun() {
    apply(ReplayChanges.begun(with(job), job, replay));
    book.put("revenue", desired(job, DesiredState.PAUSED));

    assertRefused("job_not_running", () -> ReplayChanges.promoting(book, "revenue", ENDS, ANN));
  }

  @Test
  void shouldRefuseWhatWouldGetInTheWayOfAPromotion() {
    apply(ReplayChanges.begun(with(job), job, replay));
    ReplayChanges.requireNotPromoting(book, "revenue", "stopped");
    apply(ReplayChanges.promoting(book, "revenue", ENDS, ANN));

    assertRefused(
        "promotion_under_way", () -> ReplayChanges.requireNotPromoting(book, "revenue", "stopped"));
  }

  @Test
  void shouldSayWhyThereIsNothingToCancel() {
    book.put("revenue", job);
    assertRefused("replay_not_found", () -> ReplayChanges.shadow(book, "revenue"));
    assertRefused("job_not_found", () -> ReplayChanges.shadow(book, "other"));
    ReplaySpec inPlace =
        new ReplaySpec(
            "revenue",
            ReplayMode.IN_PLACE,
            "",
            ReplayFrom.earliest(),
            null,
            ReplayPhase.RUNNING,
            false,
            Map.of(),
            ReplaySpec.Base.of(job),
            "ann",
            AT);
    book.put("revenue", spec("revenue", 2, JAR, RunScope.NONE, inPlace));
    assertRefused("replay_in_place", () -> ReplayChanges.shadow(book, "revenue"));
  }

  @Test
  void shouldDeleteTheReplayBeforeItsJob() {
    apply(ReplayChanges.begun(with(job), job, replay));

    assertThat(ReplayChanges.deleted(book, "revenue"))
        .containsExactly(
            new Change("revenue.replay", Optional.empty()),
            new Change("revenue", Optional.empty()));
  }

  @Test
  void shouldLetAJobWaitForTheWorkersOfWhatWasItsReplayAndForNoOthers() {
    JobSpec promoted = spec("revenue", 2, FIXED, RunScope.NONE.withCut(CUT), null);

    assertThat(Handover.obstacle(promoted, List.of(worker("revenue.replay", 2)))).isPresent();
    assertThat(Handover.obstacle(promoted, List.of(worker("revenue.replay", 3)))).isEmpty();
    assertThat(Handover.obstacle(promoted, List.of(worker("revenue", 1)))).isPresent();
    assertThat(Handover.obstacle(promoted, List.of(worker("other.replay", 2)))).isEmpty();
    assertThat(Handover.obstacle(replay, List.of(worker("revenue", 1)))).isEmpty();
    assertThat(Handover.isSameCode(promoted, spec("revenue", 2, FIXED, null, null))).isFalse();
  }

  private Map<String, JobSpec> with(JobSpec spec) {
    book.put(spec.name(), spec);
    return book;
  }

  private void apply(List<Change> changes) {
    assertThat(changes).isNotEmpty();
    changes.forEach(
        change ->
            change
                .spec()
                .ifPresentOrElse(
                    spec -> book.put(change.name(), spec), () -> book.remove(change.name())));
  }

  private JobSpec now(String name) {
    return Objects.requireNonNull(book.get(name));
  }

  private ReplayPhase phase() {
    return ReplayChanges.replayOf(now("revenue.replay")).phase();
  }

  private static WorkerView worker(String job, int run) {
    return new WorkerView(job, "a", run, 1, WorkerState.RUNNING, 1, AT, 1, null, null, null);
  }

  private static JobSpec desired(JobSpec spec, DesiredState desired) {
    return spec.withTarget(new JobSpec.Target(spec.settings(), desired, spec.restarts()))
        .withScope(null, null);
  }

  private static JobSpec spec(
      String name, int run, String jar, @Nullable RunScope scope, @Nullable ReplaySpec replay) {
    return new JobSpec(
        name,
        1,
        run,
        new JobSpec.Code(jar, "jobs.Revenue", Map.of()),
        new JobSpec.Target(JobSettings.DEFAULT, DesiredState.RUNNING, 0),
        new JobSpec.Planned(JsonNodeFactory.instance.objectNode(), Map.of("orders", 1)),
        ANN,
        ANN,
        scope,
        replay);
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().errorCode()).isEqualTo(code));
  }
}
