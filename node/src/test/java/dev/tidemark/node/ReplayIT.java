package dev.tidemark.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.replay.DiffView;
import dev.tidemark.client.api.replay.ReplayPlanView;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.client.api.replay.ReplayStartView;
import dev.tidemark.client.api.replay.ReplayView;
import dev.tidemark.node.supervisor.SampleJars;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import samplejobs.TallyJob;

/** Replays from their plan to their end, on a whole node and a real broker. */
class ReplayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120); // JVMs are started
  private static final JobSettings SETTINGS = new JobSettings(1, 128, 0, 100, Map.of());

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  static Path folder;

  private static TestTopics topics;
  private static Node node;
  private static NodeClient client;
  private static String jar;

  @BeforeAll
  static void start() throws Exception {
    topics = new TestTopics(SharedBroker.bootstrapServers());
    node =
        Node.start(
            TestNodes.config("a", "replays", SharedBroker.bootstrapServers(), folder.resolve("a")));
    client = NodeClient.at(List.of(URI.create(node.url()))).build();
    jar = client.putJar(SampleJars.of(TallyJob.class, folder), sent -> {}).id();
  }

  @AfterAll
  static void stop() {
    client.close();
    node.close();
    topics.close();
  }

  @Test
  void shouldShowWhatAnotherJarChangesRemoveWhatIsCancelledAndPromoteWhatIsEqual() {
    begin("live");
    compareWithAnotherJarAndCancel();
    replayTheSameAndPromote();

    topics.send("events", 0, "a 300", "x 400");
    topics.send("events", 1, "x 401");
    topics.awaitValues(
        "tallies",
        "a 1970-01-01T00:00:00Z 2",
        "b 1970-01-01T00:00:00Z 1",
        "a 1970-01-01T00:01:00Z 1",
        "x 1970-01-01T00:03:00Z 2",
        "a 1970-01-01T00:05:00Z 1");
    client.delete("live", true, OptionalLong.empty());
    TestNodes.await(() -> topics.internal("live").isEmpty(), "nothing of its runs is left");
    TestNodes.await(() -> !folder.resolve("a/state/live").toFile().exists(), "nor in the folder");
  }

  private static void compareWithAnotherJarAndCancel() {
    client.replay("live", request(null, Map.of("mark", "!", "marked", "a")), false);
    awaitCaughtUp("live", 2);

    DiffView diff = awaitDiff("live", 2, 3);

    assertThat(diff.equal())
        .isEqualTo(
            diff.outputs().stream()
                    .flatMap(output -> output.partitions().stream())
                    .mapToLong(DiffView.Partition::oldRecords)
                    .sum()
                - 2);
    assertThat(diff.changed()).isEqualTo(2);
    assertThat(diff.onlyOld() + diff.onlyNew()).isZero();
    assertThat(diff.outputs().get(0).differences())
        .extracting(each -> each.oldValue().asText() + " / " + each.newValue().asText())
        .containsExactlyInAnyOrder(
            "a 1970-01-01T00:00:00Z 2 / a 1970-01-01T00:00:00Z 2!",
            "a 1970-01-01T00:01:00Z 1 / a 1970-01-01T00:01:00Z 1!");
    assertThat(client.job("live").spec().run()).isEqualTo(1);

    ReplayView cancelled = client.cancelReplay("live", 2, true);
    assertThat(cancelled.phase()).isEqualTo(ReplayPhase.CANCELLING);
    TestNodes.await(PATIENCE, () -> client.replays("live").isEmpty(), () -> "it is removed");
    assertThat(topics.internal("live")).noneMatch(topic -> topic.startsWith("live.r2-"));
    assertThat(topics.names()).noneMatch(topic -> topic.endsWith(".replay-r2")).contains("tallies");
    assertThat(topics.groups()).doesNotContain("live.r2");
    TestNodes.await(
        () ->
            !folder.resolve("a/state/live/live.r2").toFile().exists()
                && !folder.resolve("a/logs/live.replay.log").toFile().exists(),
        "nor in the folder");
    assertThat(client.job("live").state()).isEqualTo(JobState.RUNNING);
  }

  private static void replayTheSameAndPromote() {
    ReplayStartView dry = client.replay("live", request(null, null), true);
    assertThat(dry.replay()).isNull();
    assertThat(dry.plan().partitions())
        .extracting(ReplayPlanView.Partition::from)
        .containsExactly(0L, 0L);
    assertThat(dry.plan().records()).isEqualTo(7);
    assertThat(client.replays("live")).isEmpty();

    ReplayStartView begun = client.replay("live", request(null, null), false);
    assertThat(begun.plan().outputs())
        .containsEntry("tallies", "tallies.replay-r2")
        .containsEntry("live-dead-letters", "live-dead-letters.replay-r2");
    awaitCaughtUp("live", 2);
    assertThat(client.jobs()).extracting(job -> job.spec().name()).containsExactly("live");
    assertThat(client.lag("live.replay").lag()).isZero();
    assertThat(client.logs("live.replay", null, 100, null)).isNotEmpty();
    assertRefused("replay_exists", () -> client.replay("live", request(null, null), true));
    assertRefused("invalid_name", () -> change("live.replay", JobVerb.STOP));
    DiffView diff = awaitDiff("live", 2, 3);
    assertThat(diff.agrees()).as(diff.toString()).isTrue();
    assertThat(diff.outputs().get(0).partitions())
        .allSatisfy(each -> assertThat(each.newDigest()).isEqualTo(each.oldDigest()));

    client.promote("live", 2);
    assertRefused("promotion_under_way", () -> change("live", JobVerb.STOP));
    await("live", job -> job.spec().run() == 2 && job.state() == JobState.RUNNING);
    assertThat(client.replays("live")).isEmpty();
    assertThat(topics.internal("live")).anyMatch(topic -> topic.startsWith("live.r1-"));
  }

  @Test
  void shouldBeginAnewInPlaceAndDeleteAJobWithItsReplay() {
    begin("in-place");

    client.replay("in-place", request(ReplayMode.IN_PLACE, null), false);

    await("in-place", job -> job.spec().run() == 2 && job.state() == JobState.RUNNING);
    ReplayView replay = client.replays("in-place").get(0);
    assertThat(replay.mode()).isEqualTo(ReplayMode.IN_PLACE);
    awaitCaughtUp("in-place", 2);
    topics.awaitValues(
        "tallies",
        "a 1970-01-01T00:00:00Z 2",
        "b 1970-01-01T00:00:00Z 1",
        "a 1970-01-01T00:01:00Z 1",
        "a 1970-01-01T00:00:00Z 2",
        "b 1970-01-01T00:00:00Z 1",
        "a 1970-01-01T00:01:00Z 1");
    assertRefused("replay_in_place", () -> client.cancelReplay("in-place", 2, false));

    int next = client.replay("in-place", request(null, null), false).plan().run();
    assertThat(next).isGreaterThan(2);
    TestNodes.await(
        PATIENCE,
        () ->
            topics.internal("in-place").stream()
                .anyMatch(topic -> topic.startsWith("in-place.r" + next + "-")),
        () -> log("in-place"));
    client.delete("in-place", true, OptionalLong.empty());

    TestNodes.await(() -> topics.internal("in-place").isEmpty(), "nothing of its runs is left");
    assertThat(topics.groups()).noneMatch(group -> group.startsWith("in-place.r"));
    assertRefused("job_not_found", () -> client.replays("in-place"));
  }

  /** A job that has closed two windows of key a and one of b; x keeps the others open. */
  private static void begin(String name) {
    topics.create("events", 2, "tallies", 2);
    client.create(new JobRequest(name, jar, null, Map.of(), SETTINGS, null, null), false);
    await(name, job -> job.state() == JobState.RUNNING);
    topics.send("events", 0, "a 5", "b 6", "a 65", "x 200");
    topics.send("events", 1, "a 7", "x 201");
    topics.send("events", 1, "a-late-one 1");
    topics.awaitValues(
        "tallies",
        "a 1970-01-01T00:00:00Z 2",
        "b 1970-01-01T00:00:00Z 1",
        "a 1970-01-01T00:01:00Z 1");
  }

  private static ReplayRequest request(
      @Nullable ReplayMode mode, @Nullable Map<String, String> parameters) {
    return new ReplayRequest(ReplayFrom.earliest(), null, null, mode, null, null, null, parameters);
  }

  private static void change(String name, JobVerb verb) {
    client.change(name, verb, OptionalLong.empty());
  }

  private static void awaitCaughtUp(String name, int run) {
    TestNodes.await(
        PATIENCE,
        () -> client.replay(name, run).hasCaughtUp(),
        () -> client.replay(name, run) + log(name));
  }

  /** The comparison once it covers so many results. */
  private static DiffView awaitDiff(String name, int run, int least) {
    DiffView[] last = new DiffView[1];
    TestNodes.await(
        PATIENCE,
        () -> {
          last[0] = client.diff(name, run, null, 100);
          return last[0].done()
              && last[0].error() == null
              && last[0].equal() + last[0].differences() >= least
              && last[0].onlyOld() == 0;
        },
        () -> last[0] + log(name));
    return last[0];
  }

  private static void await(String name, Predicate<JobView> wish) {
    TestNodes.await(
        PATIENCE,
        () -> wish.test(client.job(name)),
        () -> client.job(name).state() + " " + client.job(name).workers() + log(name));
  }

  private static String log(String name) {
    StringBuilder text = new StringBuilder();
    for (String each : List.of(name, name + ".replay")) {
      try {
        client.logs(each, null, 40, null).forEach(line -> text.append('\n').append(line.text()));
      } catch (ApiException e) {
        text.append('\n').append(e.getMessage());
      }
    }
    return text.toString();
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().errorCode()).isEqualTo(code));
  }
}
