package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.Registering;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.client.api.job.UpgradeView.Change;
import dev.tidemark.client.api.job.UpgradeView.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that change something, asked of a node. */
class ChangingVerbsTest {
  private static final Change CHANGE =
      new Change(
          Verdict.NEEDS_REPLAY,
          "window revenue",
          "size 5m is 10m now",
          "panes of another size can't be carried over",
          "give the window another name");

  @TempDir Path home = Path.of("");
  private FakeNode node;
  private String jar = "";

  @BeforeEach
  void start() throws IOException {
    node = FakeNode.start(home);
    jar = Files.writeString(home.resolve("revenue.jar"), "bytes of a jar").toString();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void shouldSubmitAJob() {
    Invocation submit = node.run("submit", jar, "-p", "size=1h");

    assertThat(submit.exitCode()).as(submit.err()).isZero();
    assertThat(submit.out())
        .isEqualTo(
            """
            JOB             revenue
            state           RUNNING
            application id  revenue.r1
            class           org.example.Revenue
            jar             0123456789ab
            settings        1 thread, 256 MiB, all nodes, commits every 200 ms
            reads           orders (4 partitions)
            tables          users (1 partition)
            writes          revenue-by-region
            late            orders-late
            dead letters    revenue-dead-letters
            stores          revenue-panes
            exchanges       revenue
            """);
    assertThat(submit.err())
        .contains("warning: topic users does not exist\nhint: create it\n")
        .contains("Continue with:\n  tidemark status revenue\n");
    assertThat(node.cluster.jobs).containsOnlyKeys("revenue");
    assertThat(request().parameters()).isEqualTo(Map.of("size", "1h"));
    assertThat(request().settings()).isNull();
    assertThat(request().from()).isNull();
  }

  @Test
  void shouldUploadAJarOnlyOnce() {
    node.run("submit", jar, "--name", "one");
    node.run("submit", jar, "--name", "two");

    assertThat(node.cluster.asked).containsExactly("put jar");
    assertThat(node.cluster.jobs).containsOnlyKeys("one", "two");
  }

  @Test
  void shouldHandOverAllThatIsStated() {
    Invocation submit =
        node.run(
            "submit",
            jar,
            "-c",
            "Revenue",
            "--name",
            "r",
            "--from",
            "2026-11-20",
            "--threads",
            "2",
            "--memory",
            "2g",
            "--workers",
            "3",
            "--commit-interval",
            "1s",
            "-k",
            "max.poll.records=7",
            "--register",
            "compatible",
            "--paused",
            "-o",
            "name");

    assertThat(submit.out()).isEqualTo("r\n");
    assertThat(submit.err()).isEqualTo("from 2026-11-20T00:00:00Z\n");
    assertThat(request())
        .isEqualTo(
            new JobRequest(
                "r",
                node.cluster.jars().get(0).id(),
                "Revenue",
                Map.of(),
                new JobSettings(
                    2, 2_048, 3, 1_000, Map.of("max.poll.records", "7"), Registering.COMPATIBLE),
                "2026-11-20T00:00:00Z",
                DesiredState.PAUSED));
  }

  @Test
  void shouldRefuseASecondJobOfAName() {
    node.run("submit", jar);

    Invocation again = node.run("submit", jar);

    assertThat(again.exitCode()).isEqualTo(ExitCode.REFUSED.number());
    assertThat(again.err()).contains("error: there is a job 'revenue'", "--replace");
  }

  @Test
  void shouldLeaveTheClusterAsItWasAfterADryRun() {
    Invocation dry = node.run("submit", jar, "--dry-run");

    assertThat(dry.exitCode()).isZero();
    assertThat(dry.out()).contains("state           (dry run: nothing was changed)");
    assertThat(dry.err()).doesNotContain("Continue with");
    assertThat(node.cluster.jobs).isEmpty();
    assertThat(node.cluster.jars).isEmpty();
  }

  @Test
  void shouldTakeTheJarBackWhenTheJobIsRefused() {
    node.cluster.refusal = FakeCluster.invalidTopology();

    Invocation submit = node.run("submit", jar);

    assertThat(submit.exitCode()).isEqualTo(ExitCode.TOPOLOGY_INVALID.number());
    assertThat(submit.err().lines())
        .containsExactly(
            "error: window revenue: no event time",
            "hint: state one",
            "error: stream orders: goes nowhere",
            "hint: end it");
    assertThat(node.cluster.jars).isEmpty();
  }

  @Test
  void shouldKeepAJarThatWasThereBefore() {
    node.run("submit", jar, "--name", "one");
    node.cluster.refusal = ApiException.of(422, "jar_invalid", "no job in it", "name one");

    assertThat(node.run("submit", jar, "--name", "two").exitCode())
        .isEqualTo(ExitCode.JOB_UNUSABLE.number());
    assertThat(node.cluster.jars).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--memory=lots, is no size",
    "--threads=many, threads",
    "--from=yesterday, invalid value for --from",
    "--wait=soon, is not a duration",
    "-k=nothing, but was nothing"
  })
  void shouldRefuseWhatCanNotBeMeant(String option, String message) {
    Invocation submit = node.run("submit", jar, option);

    assertThat(submit.exitCode()).isEqualTo(2);
    assertThat(submit.err()).contains(message);
    assertThat(node.cluster.jobs).isEmpty();
    assertThat(node.cluster.jars).isEmpty();
  }

  @Test
  void shouldRefuseAJarThatIsNotThere() {
    assertThat(node.run("submit", "missing.jar").err())
        .startsWith("error: there is no file 'missing.jar'");
    assertThat(node.run("submit", "missing.jar").exitCode()).isEqualTo(3);
  }

  @Test
  void shouldWaitUntilTheJobRuns() {
    Invocation submit = node.run("submit", "--wait", jar);

    assertThat(submit.exitCode()).as(submit.err()).isZero();
    assertThat(submit.err()).endsWith("revenue is RUNNING\n");
  }

  @Test
  void shouldPrintTheStateAfterTheWaitForPrograms() {
    Invocation submit = node.run("submit", "--wait", "-o", "json", jar);
    Invocation upgrade = node.run("upgrade", "revenue", jar, "--wait", "-o", "json");
    node.cluster.running = JobState.FAILED;
    Invocation failed = node.run("upgrade", "revenue", jar, "--wait", "-o", "json");

    assertThat(submit.out()).contains("\"state\" : \"RUNNING\"").doesNotContain("STARTING");
    assertThat(upgrade.out()).contains("\"state\" : \"RUNNING\"");
    assertThat(failed.exitCode()).isEqualTo(ExitCode.NOT_RUNNING.number());
    assertThat(failed.out()).contains("\"state\" : \"FAILED\"");
  }

  @Test
  void shouldNotWaitForeverNorForWhatHasFailed() {
    node.cluster.running = JobState.STARTING;
    Invocation late = node.run("submit", jar, "--wait=400ms");
    node.cluster.running = JobState.FAILED;
    Invocation failed = node.run("restart", "revenue", "--wait=30s");

    assertThat(late.exitCode()).isEqualTo(ExitCode.TIMED_OUT.number());
    assertThat(late.err()).contains("revenue is STARTING; it was not RUNNING after 400 ms");
    assertThat(failed.exitCode()).isEqualTo(ExitCode.NOT_RUNNING.number());
    assertThat(failed.err()).contains("revenue is FAILED: topic orders is gone");
    assertThat(node.cluster.jobs).containsOnlyKeys("revenue");
  }

  @ParameterizedTest
  @CsvSource({"pause, PAUSED", "resume, RUNNING", "stop, STOPPED", "restart, RUNNING"})
  void shouldChangeSeveralJobsAndWait(String verb, JobState state) {
    node.cluster.add("a", JobState.RUNNING);
    node.cluster.add("b", JobState.RUNNING);

    Invocation change = node.run(verb, "--wait", "a", "b");

    assertThat(change.exitCode()).as(change.err()).isZero();
    assertThat(change.out()).isEqualTo("a\nb\n");
    assertThat(change.err()).isEqualTo("a is %s\nb is %s\n".formatted(state, state));
    assertThat(node.cluster.job("b").state()).isEqualTo(state);
  }

  @Test
  void shouldChangeTheOthersWhenOneIsNotThere() {
    node.cluster.add("a", JobState.RUNNING);
    node.cluster.add("c", JobState.RUNNING);

    Invocation stop = node.run("stop", "a", "b", "c");

    assertThat(stop.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(stop.out()).isEqualTo("a\nc\n");
    assertThat(stop.err())
        .contains("error: there is no job 'b'", "asked to stop; see: tidemark status a");
  }

  @Test
  void shouldDeleteNothingUnlessItIsConfirmed() {
    node.cluster.add("revenue", JobState.RUNNING);

    Invocation nobodyToAsk = node.run("delete", "revenue");
    assertThat(nobodyToAsk.exitCode()).isEqualTo(2);
    assertThat(nobodyToAsk.err()).contains("no terminal to ask on", "--yes");
    assertThat(node.answering("n\n", "delete", "revenue").exitCode()).isEqualTo(1);
    assertThat(node.answering("", "delete", "revenue").exitCode()).isEqualTo(1);
    assertThat(node.answering("y\n", "delete", "revenue", "--purge").exitCode()).isEqualTo(1);
    assertThat(node.cluster.asked).isEmpty();
  }

  @Test
  void shouldDeleteWhatIsConfirmed() {
    node.cluster.add("a", JobState.RUNNING);
    node.cluster.add("b", JobState.RUNNING);
    node.cluster.add("c", JobState.RUNNING);

    Invocation asked = node.answering("y\n", "delete", "a");
    Invocation typed = node.answering("b\n", "delete", "b", "--purge");
    Invocation yes = node.run("delete", "c", "--purge", "--yes");

    assertThat(asked.err()).contains("job 'a' is stopped and deleted", "Proceed? [y/N] ");
    assertThat(typed.err()).contains("(b.r1) are deleted", "Type 'b' to proceed: ");
    assertThat(yes.out()).isEqualTo("c\n");
    assertThat(node.cluster.asked).containsExactly("delete a", "purge b", "purge c");
  }

  @ParameterizedTest
  @CsvSource({"IN_PLACE, 0", "NEEDS_REPLAY, 15", "REFUSED, 16"})
  void shouldCheckAnUpgradeWithoutChangingAnything(Verdict verdict, int exitCode) {
    node.cluster.add("revenue", JobState.RUNNING);
    node.cluster.upgrade = new UpgradeView("revenue", verdict, List.of(CHANGE));

    Invocation check = node.run("upgrade", "revenue", jar, "--check");

    assertThat(check.exitCode()).isEqualTo(exitCode);
    assertThat(check.out().lines())
        .containsSubsequence(
            "  window revenue: size 5m is 10m now (needs a replay)",
            "    why: panes of another size can't be carried over",
            "    do:  give the window another name");
    assertThat(node.cluster.job("revenue").spec().version()).isEqualTo(1);
    assertThat(node.cluster.jars).isEmpty();
  }

  @Test
  void shouldUpgradeInPlaceAndKeepWhatIsNotStated() {
    node.cluster.add("revenue", JobState.RUNNING);

    Invocation upgrade = node.run("upgrade", "revenue", jar, "-p", "more=1", "--wait");

    assertThat(upgrade.exitCode()).as(upgrade.err()).isZero();
    assertThat(node.cluster.job("revenue").spec().version()).isEqualTo(2);
    assertThat(request().parameters()).isEqualTo(Map.of("size", "5m", "more", "1"));
    assertThat(request().settings()).isNull();
    assertThat(request().jobClass()).isEqualTo("org.example.Revenue");
    assertThat(upgrade.out()).contains("upgrade of revenue: in place");
  }

  @Test
  void shouldReplayOnlyWhenThatIsSaidAndConfirmed() {
    node.cluster.add("revenue", JobState.RUNNING);
    node.cluster.upgrade = new UpgradeView("revenue", Verdict.NEEDS_REPLAY, List.of(CHANGE));

    Invocation unsaid = node.run("upgrade", "revenue", jar, "--yes");
    Invocation unconfirmed = node.answering("n\n", "upgrade", "revenue", jar, "--from", "earliest");
    assertThat(unsaid.exitCode()).isEqualTo(ExitCode.NEEDS_REPLAY.number());
    assertThat(unsaid.err()).contains("why: panes", "hint: say where the new run begins");
    assertThat(unconfirmed.exitCode()).isEqualTo(1);
    assertThat(unconfirmed.err()).contains("'revenue' becomes run 2, which reads from earliest");
    assertThat(node.cluster.job("revenue").spec().run()).isEqualTo(1);
    assertThat(node.cluster.jars).isEmpty();

    Invocation replay = node.run("upgrade", "revenue", jar, "--from", "earliest", "--yes");
    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(node.cluster.job("revenue").spec().run()).isEqualTo(2);
  }

  @Test
  void shouldNeverUpgradeWhatIsRefused() {
    node.cluster.add("revenue", JobState.RUNNING);
    node.cluster.upgrade = new UpgradeView("revenue", Verdict.REFUSED, List.of(CHANGE));

    Invocation upgrade = node.run("submit", jar, "--replace", "--from", "earliest", "--yes");

    assertThat(upgrade.exitCode()).isEqualTo(ExitCode.UPGRADE_REFUSED.number());
    assertThat(node.cluster.job("revenue").spec().version()).isEqualTo(1);
  }

  @Test
  void shouldReplaceOrCreate() {
    assertThat(node.run("submit", jar, "--replace").exitCode()).isZero();
    assertThat(node.run("submit", jar, "--replace").exitCode()).isZero();

    assertThat(node.cluster.job("revenue").spec().version()).isEqualTo(2);
  }

  @Test
  void shouldDeleteAJarByTheBeginningOfItsId() {
    node.run("submit", jar);
    String id = node.cluster.jars().get(0).id();

    assertThat(node.run("jars", "list").out()).contains(id.substring(0, 12), "14 B", "Revenue");
    assertThat(node.run("jars", "delete", "abc", "--yes").exitCode()).isEqualTo(11);
    assertThat(node.run("jars", "delete", id.substring(0, 8)).exitCode()).isEqualTo(2);
    assertThat(node.run("jars", "delete", id.substring(0, 8), "--yes").out()).isEqualTo(id + "\n");
    assertThat(node.cluster.jars).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"viewer", "operator", "submitter"})
  void shouldLetATokenDoWhatItsRoleMay(String role) throws IOException {
    Path tokens = home.resolve("tokens");
    Invocation create =
        Invocation.of("token", "create", "--role", role, "--file", tokens.toString());
    String token = create.out().strip();
    Path file = Files.writeString(home.resolve("token"), token);
    assertThat(file.toFile().setReadable(false, false)).isTrue();
    assertThat(file.toFile().setReadable(true, true)).isTrue();

    try (FakeNode guarded = FakeNode.start(home, tokens)) {
      guarded.cluster.add("revenue", JobState.RUNNING);
      Invocation nobody = guarded.run("list");
      Map<String, String> environment = guarded.environment();
      environment.put("TIDEMARK_TOKEN", token);
      int list = guarded.run("list", "--token-file", file.toString()).exitCode();
      int pause = Invocation.with(environment, "pause", "revenue").exitCode();
      int submit = Invocation.with(environment, "submit", jar, "--name", "other").exitCode();

      assertThat(nobody.exitCode()).isEqualTo(ExitCode.NOT_AUTHORIZED.number());
      assertThat(nobody.err()).doesNotContain(token);
      assertThat(list).isZero();
      assertThat(pause).isEqualTo(role.equals("viewer") ? 9 : 0);
      assertThat(submit).isEqualTo(role.equals("submitter") ? 0 : 9);
    }
    assertThat(create.err()).doesNotContain(token);
    assertThat(Files.readString(tokens)).doesNotContain(token).startsWith(role + " " + role + " ");
  }

  @Test
  void shouldAppendTokensToAFileForItsOwnerAlone() throws IOException {
    Path tokens = Files.writeString(home.resolve("tokens"), "# ours");
    Path fresh = home.resolve("fresh");

    token("--role", "viewer", "--name", "alice", "--file", tokens.toString());
    token("--role", "operator", "--name", "bob", "--file", fresh.toString());

    assertThat(Files.readAllLines(tokens)).hasSize(2).last().asString().startsWith("alice viewer ");
    assertThat(Files.getPosixFilePermissions(fresh)).hasSize(2);
    assertThat(token("--role", "viewer").err())
        .contains("a line for the token file of the nodes: viewer");
    assertThat(token("--role", "king").exitCode()).isEqualTo(2);
    assertThat(token("--role", "viewer", "--name", "a b").exitCode()).isEqualTo(2);
    assertThat(token().err()).contains("--role");
  }

  private static Invocation token(String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "token";
    all[1] = "create";
    System.arraycopy(args, 0, all, 2, args.length);
    return Invocation.of(all);
  }

  /** The newest request of a job. */
  private JobRequest request() {
    return node.cluster.requests.get(node.cluster.requests.size() - 1);
  }
}
