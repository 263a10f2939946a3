package dev.tidemark.node.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.topology.dsl.StreamJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import samplejobs.CopyJob;
import samplejobs.EndlessJob;
import samplejobs.ExitingJob;
import samplejobs.GreedyJob;
import samplejobs.InvalidJob;
import samplejobs.NeedyJob;
import samplejobs.TalkingJob;

/** Jobs that misbehave while they are planned. For good ones see {@link SupervisorIT}. */
class PlannerTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  private Planner planner;

  @BeforeEach
  void begin() {
    planner =
        planner(
            new Planner.Limits(
                Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(30)));
  }

  @AfterEach
  void shouldLeaveNothingBehind() {
    assertThat(Folders.entries(folder.resolve("data/tmp/planners"))).isEmpty();
    Until.holds(
        "no planner lives",
        () -> ProcessHandle.current().descendants().noneMatch(PlannerTest::isPlanner));
  }

  @Test
  void shouldSayWhereCodeHangs() throws IOException {
    planner =
        planner(
            new Planner.Limits(
                Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(30)));

    assertThat(refusal(EndlessJob.class, Map.of()))
        .satisfies(error -> assertThat(error.errorCode()).isEqualTo("planning_timeout"))
        .satisfies(
            error ->
                assertThat(error.message())
                    .contains("samplejobs.EndlessJob.define(EndlessJob.java:"));
  }

  @Test
  void shouldKillWhatDoesNotEndInTime() throws IOException {
    planner =
        planner(
            new Planner.Limits(
                Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofSeconds(30)));

    assertThat(refusal(EndlessJob.class, Map.of()).errorCode()).isEqualTo("planning_timeout");
  }

  @Test
  void shouldSayThatCodeCalledExit() throws IOException {
    assertThat(refusal(ExitingJob.class, Map.of()))
        .satisfies(error -> assertThat(error.errorCode()).isEqualTo("planning_exited"))
        .satisfies(
            error ->
                assertThat(error.message())
                    .contains(": samplejobs.ExitingJob.define(ExitingJob.java:"));
  }

  @Test
  void shouldSayThatCodeRanOutOfMemory() throws IOException {
    assertThat(refusal(GreedyJob.class, Map.of()).errorCode()).isEqualTo("planning_out_of_memory");
  }

  @Test
  void shouldNotTakeForAnAnswerWhatCodeWrites() throws IOException {
    assertThat(refusal(TalkingJob.class, Map.of("bytes", "10")).errorCode())
        .isEqualTo("planning_failed");
    assertThat(refusal(TalkingJob.class, Map.of("bytes", "20000000")).errorCode())
        .isEqualTo("plan_too_large");
  }

  @Test
  void shouldTellAllProblemsOfATopology() throws IOException {
    ApiError error = refusal(InvalidJob.class, Map.of("unknown", "1"));

    assertThat(error.errorCode()).isEqualTo("topology_invalid");
    assertThat(error.details())
        .extracting(ApiError.Detail::errorCode)
        .contains("stream_dangling", "stream_dangling", "parameter_unknown");
    assertThat(error.details()).allSatisfy(detail -> assertThat(detail.hint()).isNotBlank());
  }

  @Test
  void shouldSayWhatAJarLacksWithoutTellingWhereItIs() throws IOException {
    ApiError error = refusal(NeedyJob.class, Map.of());

    assertThat(error.errorCode()).isEqualTo("jar_class_missing");
    assertThat(error.message()).contains("NotPacked", "the jar").doesNotContain(folder.toString());
  }

  @Test
  void shouldRefuseMorePlansThanItHasRoomFor() throws Exception {
    planner =
        planner(
            new Planner.Limits(
                Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMillis(100)));
    Path jar = SampleJars.of(EndlessJob.class, folder);
    CompletableFuture<?> first = CompletableFuture.runAsync(() -> refusal(jar, Map.of()));
    CompletableFuture<?> second = CompletableFuture.runAsync(() -> refusal(jar, Map.of()));
    Until.holds(
        "two are planned",
        () -> ProcessHandle.current().descendants().filter(PlannerTest::isPlanner).count() == 2);

    assertThat(thrown(jar, Map.of()).status()).isEqualTo(429);
    CompletableFuture.allOf(first, second).join();
  }

  @Test
  void shouldInspectAJarWithoutRunningItsCode() throws IOException {
    assertThat(planner.inspect(SampleJars.of(ExitingJob.class, folder)))
        .extracting(JarView.JarJob::jobClass)
        .containsExactly(ExitingJob.class.getName());
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar");

    ApiException e = catchThrowableOfType(ApiException.class, () -> planner.inspect(text));

    assertThat(e.status()).isEqualTo(422);
    assertThat(e.error().errorCode()).isEqualTo("jar_not_a_jar");
    assertThat(e.error().message()).doesNotContain(folder.toString());
  }

  @Test
  void shouldNotPlanUnderAnIllegalName() throws IOException {
    Path jar = SampleJars.of(CopyJob.class, folder);

    ApiException e =
        catchThrowableOfType(
            ApiException.class,
            () -> planner.plan(jar, new PlanRequest(null, null, "../elsewhere")));

    assertThat(e.error().details()).extracting("errorCode").contains("name_illegal");
  }

  private ApiError refusal(Class<? extends StreamJob> job, Map<String, String> parameters)
      throws IOException {
    return refusal(SampleJars.of(job, folder), parameters);
  }

  private ApiError refusal(Path jar, Map<String, String> parameters) {
    ApiException e = thrown(jar, parameters);
    assertThat(e.status()).isEqualTo(422);
    return e.error();
  }

  private ApiException thrown(Path jar, Map<String, String> parameters) {
    return catchThrowableOfType(
        ApiException.class, () -> planner.plan(jar, new PlanRequest(null, parameters, null)));
  }

  private Planner planner(Planner.Limits limits) {
    return new Planner(Specs.node(folder.resolve("data"), "127.0.0.1:1", Map.of()), limits);
  }

  private static boolean isPlanner(ProcessHandle process) {
    return Stream.of(process.info().arguments().orElse(new String[0]))
        .anyMatch(argument -> argument.endsWith("PlannerMain"));
  }
}
