package dev.tidemark.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.node.supervisor.SampleJars;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import samplejobs.TallyJob;

/** Jobs from their submission to their end, on whole nodes and a real broker. */
class NodeJobsIT {
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
    leaveFiles("forgotten");
    node =
        Node.start(
            TestNodes.config("a", "jobs", SharedBroker.bootstrapServers(), folder.resolve("a")));
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
  void shouldRemoveWhatAJobHasLeftThatWasDeletedWhileTheNodeWasDown() {
    TestNodes.await(
        () ->
            !folder.resolve("a/state/forgotten").toFile().exists()
                && !folder.resolve("a/logs/forgotten.log").toFile().exists(),
        "nothing of it is left");
  }

  @Test
  void shouldCarryStateOverAnUpgradeInPlaceAndReplayInANewRun() {
    topics.create("events", 2, "tallies", 2);
    submit("tally", Map.of(), null);
    await("tally", JobState.RUNNING);
    topics.send("events", 0, "a 5", "b 6");
    topics.send("events", 1, "a 7");
    TestNodes.await(() -> open("tally", "a") == 2, "both are in the open window");

    SubmitView upgrade = put("tally", Map.of("mark", "!"), null);

    assertThat(Objects.requireNonNull(upgrade.upgrade()).verdict())
        .isEqualTo(UpgradeView.Verdict.IN_PLACE);
    assertThat(upgrade.job().spec().run()).isEqualTo(1);
    awaitVersion("tally", upgrade.job().spec().version());
    topics.send("events", 0, "a 8", "x 100");
    topics.send("events", 1, "x 101");
    topics.awaitValues("tallies", "a 1970-01-01T00:00:00Z 3!", "b 1970-01-01T00:00:00Z 1!");

    assertRefused(
        "upgrade_needs_replay", () -> put("tally", Map.of("mark", "!", "size", "30s"), null));
    assertThat(client.job("tally").spec().version()).isEqualTo(upgrade.job().spec().version());
    SubmitView replay = put("tally", Map.of("mark", "?", "size", "30s"), "earliest");

    assertThat(replay.job().applicationId()).isEqualTo("tally.r2");
    topics.awaitValues(
        "tallies",
        "a 1970-01-01T00:00:00Z 3!",
        "b 1970-01-01T00:00:00Z 1!",
        "a 1970-01-01T00:00:00Z 3?",
        "b 1970-01-01T00:00:00Z 1?");
    assertThat(topics.internal("tally")).anyMatch(topic -> topic.startsWith("tally.r1-"));

    client.delete("tally", true, OptionalLong.empty());

    TestNodes.await(() -> topics.internal("tally").isEmpty(), "its internal topics are gone");
    assertThat(topics.groups()).noneMatch(group -> group.startsWith("tally.r"));
    assertThat(topics.names()).contains("events", "tallies", "tally-dead-letters");
    TestNodes.await(
        () ->
            !folder.resolve("a/state/tally").toFile().exists()
                && !folder.resolve("a/logs/tally.log").toFile().exists(),
        "nothing of it is left in the folder");
  }

  @Test
  void shouldStartNothingOfAnUpgradeThatIsRefused() {
    topics.create("events", 2, "tallies", 2);
    submit("firm", Map.of(), null);
    await("firm", JobState.RUNNING);
    JobView before = client.job("firm");

    assertRefused("upgrade_refused", () -> put("firm", Map.of("long-keys", "true"), "earliest"));
    assertRefused("topic_missing", () -> put("firm", Map.of("input", "nowhere"), "earliest"));
    assertRefused("from_not_accepted", () -> put("firm", Map.of("mark", "!"), "earliest"));
    assertRefused(
        "version_mismatch",
        () -> client.put("firm", request(Map.of("mark", "!"), null), OptionalLong.of(7), false));

    JobView after = client.job("firm");
    assertThat(after.spec()).isEqualTo(before.spec());
    assertThat(after.workers().get(0).pid()).isEqualTo(before.workers().get(0).pid());
    assertThat(topics.groups()).doesNotContain("firm.r2");
    client.delete("firm", true, OptionalLong.empty());
  }

  @Test
  void shouldPauseResumeRestartAndStop() {
    topics.create("events", 2, "tallies", 2);
    submit("obedient", Map.of("mark", "-obedient"), null);
    await("obedient", JobState.RUNNING);
    assertThat(client.health().ready()).isTrue();
    long pid = worker("obedient").pid();

    change("obedient", JobVerb.PAUSE);
    await("obedient", JobState.PAUSED);
    change("obedient", JobVerb.RESUME);
    await("obedient", JobState.RUNNING);
    assertThat(worker("obedient").pid()).isEqualTo(pid);

    change("obedient", JobVerb.RESTART);
    TestNodes.await(
        () -> processes("obedient").anyMatch(other -> other != pid), "it is another process");
    assertThat(client.health())
        .satisfies(
            health -> {
              assertThat(health.ready()).isFalse();
              assertThat(health.reasons()).anyMatch(reason -> reason.contains("job obedient"));
            });
    await("obedient", JobState.RUNNING);

    change("obedient", JobVerb.STOP);
    await("obedient", JobState.STOPPED);
    assertRefused("job_stopped", () -> change("obedient", JobVerb.PAUSE));
    change("obedient", JobVerb.RESUME);
    await("obedient", JobState.RUNNING);
    client.delete("obedient", true, OptionalLong.empty());
  }

  @Test
  void shouldNotTakeOverWhatADeletedJobHasLeftUnlessAsked() {
    topics.create("events", 2, "tallies", 2);
    submit("left", Map.of(), null);
    await("left", JobState.RUNNING);
    client.delete("left", false, OptionalLong.empty());
    assertRefused("job_not_found", () -> client.job("left"));
    assertThat(topics.internal("left")).isNotEmpty();

    assertRefused("earlier_run_left", () -> submit("left", Map.of(), null));
    client.delete("left", true, OptionalLong.empty()); // as after a purge that was interrupted

    TestNodes.await(() -> topics.internal("left").isEmpty(), "its internal topics are gone");
    assertThat(submit("left", Map.of(), null).job().spec().run()).isEqualTo(1);
    client.delete("left", true, OptionalLong.empty());
    assertRefused("job_not_found", () -> client.delete("left", true, OptionalLong.empty()));
  }

  @Test
  void shouldAnswerQueriesThroughANodeThatIsNotTheOwner() {
    topics.create("events", 2, "tallies", 2);
    topics.send("events", 0, "asked 3605", "asked 3606");
    topics.send("events", 1, "asked 3607");
    JobSettings onOneNode = new JobSettings(1, 128, 1, 100, Map.of());
    JobRequest request = new JobRequest("asked", jar, null, Map.of(), onOneNode, null, null);
    try (Node b =
            Node.start(
                TestNodes.config(
                    "b", "jobs", SharedBroker.bootstrapServers(), folder.resolve("b")));
        NodeClient other = NodeClient.at(List.of(URI.create(b.url()))).build()) {
      TestNodes.await(() -> client.cluster().nodes().size() == 2, "both are seen");
      client.create(request, false);
      await("asked", JobState.RUNNING);
      String owner = worker("asked").node();

      for (NodeClient each : List.of(client, other)) {
        assertThat(each.stores("asked")).singleElement().extracting("keyType").isEqualTo("string");
        TestNodes.await(() -> open(each, "asked", "asked") == 3, "all are counted");
        StoreAnswer answer = query(each, "asked", "asked");
        assertThat(answer.node()).isEqualTo(owner);
        assertThat(answer.partitions()).isEqualTo(2);
        assertThat(answer.truncated()).isFalse();
        assertThat(query(each, "asked", "unknown").found()).isFalse();
        assertThat(each.logs("asked", null, 100, null)).isNotEmpty();
      }
    }
    TestNodes.await(() -> client.cluster().nodes().size() == 1, "the other one is gone");
    await("asked", JobState.RUNNING);
    TestNodes.await(() -> open("asked", "asked") == 3, "its share was taken over");
    client.delete("asked", true, OptionalLong.empty());
  }

  private static void leaveFiles(String job) throws IOException {
    Path state = folder.resolve("a/state").resolve(job).resolve(job + ".r1");
    Files.createDirectories(state);
    Files.writeString(state.resolve("store"), "bytes");
    Files.createDirectories(folder.resolve("a/logs"));
    Files.writeString(folder.resolve("a/logs").resolve(job + ".log"), "lines");
  }

  private static SubmitView submit(
      String name, Map<String, String> parameters, @Nullable String from) {
    return client.create(
        new JobRequest(name, jar, null, parameters, SETTINGS, from, DesiredState.RUNNING), false);
  }

  private static SubmitView put(
      String name, Map<String, String> parameters, @Nullable String from) {
    return client.put(name, request(parameters, from), OptionalLong.empty(), false);
  }

  private static JobRequest request(Map<String, String> parameters, @Nullable String from) {
    return new JobRequest(null, jar, null, parameters, null, from, null);
  }

  private static void change(String name, JobVerb verb) {
    client.change(name, verb, OptionalLong.empty());
  }

  private static void await(String name, JobState state) {
    TestNodes.await(
        PATIENCE,
        () -> client.job(name).state() == state,
        () -> name + " is " + state + ": " + client.job(name).workers() + log(name));
  }

  private static void awaitVersion(String name, long version) {
    TestNodes.await(
        PATIENCE,
        () ->
            client.job(name).state() == JobState.RUNNING
                && client.job(name).workers().stream()
                    .allMatch(worker -> worker.version() == version),
        () -> name + " runs version " + version + ": " + client.job(name).workers() + log(name));
  }

  private static String log(String name) {
    StringBuilder text = new StringBuilder();
    client.logs(name, null, 50, null).forEach(line -> text.append('\n').append(line.text()));
    return text.toString();
  }

  private static WorkerView worker(String name) {
    return client.job(name).workers().stream()
        .filter(worker -> worker.pid() != 0)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no worker of " + name));
  }

  /** The ids of its processes; none while one follows the other. */
  private static LongStream processes(String name) {
    return client.job(name).workers().stream()
        .mapToLong(WorkerView::pid)
        .filter(process -> process != 0);
  }

  /** Returns the number of events in the open windows of a key; -1 if it is unknown now. */
  private static long open(String job, String key) {
    return open(client, job, key);
  }

  private static long open(NodeClient asked, String job, String key) {
    try {
      return query(asked, job, key).entries().stream()
          .mapToLong(entry -> Objects.requireNonNull(entry.count()))
          .sum();
    } catch (ApiException e) {
      assertThat(e.status()).isEqualTo(503);
      return -1;
    }
  }

  private static StoreAnswer query(NodeClient asked, String job, String key) {
    return asked.query(job, asked.stores(job).get(0).name(), TextNode.valueOf(key));
  }

  private static void assertRefused(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().errorCode()).isEqualTo(code));
  }
}
