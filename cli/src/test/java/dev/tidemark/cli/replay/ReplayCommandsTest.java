package dev.tidemark.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.FakeNode;
import dev.tidemark.cli.Invocation;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.replay.ReplayRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays from the command line. */
class ReplayCommandsTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  private FakeNode node;

  @BeforeEach
  void start() {
    node = FakeNode.start(folder);
    node.cluster.add("revenue", JobState.RUNNING);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void shouldPrintThePlanOfADryRunAndChangeNothing() {
    Invocation replay = node.run("replay", "revenue", "--to-earliest", "--dry-run");

    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(replay.out())
        .isEqualTo(
            """
            Replay plan for job 'revenue': run revenue.r2, shadow
              reads    orders, 88,240 records
                p0      180,233 -> 92,010, to 180,240 (88,230 records)
                p1      - -> 0, to 10 (10 records)
              reads    users (table, from its beginning), 500 records
              total    88,740 records, about 4 s at 20,000/s (assumed until it runs)
              state    revenue-panes: rebuilt by the run itself, the live job continues
              output   revenue-by-region.replay-r2 (in the place of revenue-by-region)
              note     orders-0: of what came since then, a part has expired
                         begin later
            """);
    assertThat(node.cluster.asked).isEmpty();
  }

  @Test
  void shouldPrintThePlanBeforeItAsks() {
    Invocation no = node.answering("n\n", "replay", "revenue", "--to-earliest");

    assertThat(no.exitCode()).isEqualTo(ExitCode.FAILED.number());
    assertThat(no.err())
        .contains("Replay plan for job 'revenue'", "run revenue.r2 begins", "Proceed? [y/N]");
    assertThat(node.cluster.asked).isEmpty();

    Invocation yes = node.answering("y\n", "replay", "revenue", "--to-earliest");

    assertThat(yes.exitCode()).as(yes.err()).isZero();
    assertThat(yes.out()).startsWith("JOB revenue  RUN revenue.r2  shadow .replay-r2");
    assertThat(yes.err()).contains("tidemark replay diff revenue");
    assertThat(node.cluster.asked).containsExactly("replay revenue SHADOW");
  }

  @Test
  void shouldWantTheNameTypedForAReplayInPlace() {
    Invocation wrong = node.answering("y\n", "replay", "revenue", "--to-earliest", "--in-place");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.FAILED.number());
    assertThat(wrong.err()).contains("see results again", "Type 'revenue' to proceed");
    assertThat(node.cluster.asked).isEmpty();

    Invocation right =
        node.answering("revenue\n", "replay", "revenue", "--to-earliest", "--in-place");

    assertThat(right.exitCode()).as(right.err()).isZero();
    assertThat(node.cluster.asked).containsExactly("replay revenue IN_PLACE");
  }

  @Test
  void shouldWantYesWhereNobodyCanBeAsked() {
    Invocation replay = node.run("replay", "revenue", "--to-earliest");

    assertThat(replay.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(replay.err()).contains("use --yes");
    assertThat(node.cluster.asked).isEmpty();
  }

  @Test
  void shouldRefuseAnOffsetThatNoLogHas() {
    Invocation replay = node.run("replay", "revenue", "--to-offset", "-5", "--dry-run");

    assertThat(replay.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(replay.err()).contains("invalid value for --to-offset: '-5'", "--shift-by");
  }

  @Test
  void shouldHandOverAllThatIsStated() throws IOException {
    Path jar = Files.write(folder.resolve("new.jar"), new byte[] {1, 2, 3});

    Invocation replay =
        node.run(
            "replay",
            "revenue",
            "--to-datetime",
            "2026-11-19",
            "--until",
            "2026-11-20T00:00:00Z",
            "--topic",
            "orders:0,1",
            "--topic",
            "clicks",
            "--shadow=.again",
            "--jar",
            jar.toString(),
            "-c",
            "Revenue",
            "-p",
            "size=1h",
            "-y");

    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(replay.err()).contains("from 2026-11-19T00:00:00Z", "until 2026-11-20T00:00:00Z");
    ReplayRequest request = last();
    assertThat(request.from()).isEqualTo(ReplayFrom.at(Instant.parse("2026-11-19T00:00:00Z")));
    assertThat(request.until()).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
    assertThat(request.topics()).isEqualTo(Map.of("orders", List.of(0, 1), "clicks", List.of()));
    assertThat(request.mode()).isEqualTo(ReplayMode.SHADOW);
    assertThat(request.suffix()).isEqualTo(".again");
    assertThat(request.jar()).isEqualTo(node.cluster.jars().get(0).id());
    assertThat(request.jobClass()).isEqualTo("Revenue");
    assertThat(request.parameters()).containsEntry("size", "1h");
  }

  @Test
  void shouldReadKafkasWordsForABeginning() throws IOException {
    Path csv = Files.writeString(folder.resolve("offsets.csv"), "orders,0,7\norders,1,9\n");

    assertThat(from("--to-latest").kind()).isEqualTo(ReplayFrom.Kind.LATEST);
    assertThat(from("--to-offset", "42"))
        .isEqualTo(new ReplayFrom(ReplayFrom.Kind.OFFSET, null, 42L, null));
    assertThat(from("--shift-by", "-10"))
        .isEqualTo(new ReplayFrom(ReplayFrom.Kind.SHIFT, null, -10L, null));
    assertThat(from("--from-file", csv.toString()).offsets())
        .isEqualTo(Map.of("orders", Map.of(0, 7L, 1, 9L)));
    assertThat(from("--by-duration", "2h").at()).isBefore(Instant.now().minusSeconds(7_000));
    assertThat(from("--by-duration", "PT2H").at()).isAfter(Instant.now().minusSeconds(7_400));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replay revenue",
        "replay",
        "replay revenue --to-earliest --to-latest",
        "replay revenue --to-earliest --shadow --in-place",
        "replay revenue --to-datetime yesterday",
        "replay revenue --by-duration soon",
        "replay revenue --from-file nowhere.csv",
        "replay revenue --to-earliest --topic orders:x"
      })
  void shouldRefuseWhatMakesNoSense(String command) {
    Invocation replay = node.run(command.split(" "));

    assertThat(replay.exitCode()).as(replay.err()).isEqualTo(ExitCode.USAGE.number());
    assertThat(replay.err()).contains("error: ", "hint: ");
    assertThat(node.cluster.asked).isEmpty();
  }

  @Test
  void shouldWaitUntilItHasCaughtUp() {
    Invocation replay = node.run("replay", "revenue", "--to-earliest", "-y", "--wait=30s");

    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(replay.err()).contains("DONE 100 %", "caught up");
  }

  @Test
  void shouldSayHowFarItIs() {
    node.run("replay", "revenue", "--to-earliest", "-y");

    Invocation status = node.run("replay", "status", "revenue");

    assertThat(status.out())
        .isEqualTo(
            """
            JOB revenue  RUN revenue.r2  shadow .replay-r2  STATE RUNNING  DONE 10 % (10 of 100 records), 45/s, about 2 s to go
            TOPIC   PARTITION  FROM  CURRENT   TO  DONE
            orders          0   100      110  200  10 %
            """);
    assertThat(node.run("replay", "status", "revenue", "-o", "name").out())
        .isEqualTo("revenue.r2\n");
    assertThat(node.run("replay", "status", "revenue", "-o", "json").out())
        .contains("\"records_per_second\" : 45.0");
  }

  @Test
  void shouldSayThatThereIsNone() {
    Invocation status = node.run("replay", "status", "revenue");

    assertThat(status.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(status.err()).contains("job 'revenue' is not being replayed");
  }

  @Test
  void shouldEndWith1WhereResultsDifferAndShowThem() {
    node.run("replay", "revenue", "--to-earliest", "-y");
    node.cluster.replays.different = true;

    Invocation diff = node.run("replay", "diff", "revenue", "--limit", "5");

    assertThat(diff.exitCode()).isEqualTo(ExitCode.FAILED.number());
    assertThat(diff.out())
        .isEqualTo(
            """
            JOB revenue  RUN revenue.r2  DIFFERENT: 8 equal, 1 changed, 0 only in the old, 0 only in the new

            revenue-by-region and revenue-by-region.replay-r2, through 2026-11-20T12:00:00Z
            PARTITION  OLD  NEW  EQUAL  CHANGED  ONLY-OLD  ONLY-NEW  DIGESTS
                    1    9    9      8        1         0         0  abababababab cdcdcdcdcdcd
            changed eu at 2026-11-20T12:00:00Z (partition 1)
              - {"cents":5}
              + {"cents":6}
            """);
    assertThat(node.cluster.asked)
        .containsExactly("replay revenue SHADOW", "diff null 5", "diff id-1 5");
  }

  @Test
  void shouldEndWith0WhereTheyAreEqual() {
    node.run("replay", "revenue", "--to-earliest", "-y");

    Invocation diff = node.run("replay", "diff", "revenue");

    assertThat(diff.exitCode()).as(diff.err()).isZero();
    assertThat(diff.out()).startsWith("JOB revenue  RUN revenue.r2  EQUAL: 9 equal");
  }

  @Test
  void shouldPromoteAndWaitUntilTheJobHasChangedPlaces() {
    node.run("replay", "revenue", "--to-earliest", "-y");

    Invocation promote = node.run("replay", "promote", "revenue", "-y", "--wait=30s");

    assertThat(promote.exitCode()).as(promote.err()).isZero();
    assertThat(promote.out()).contains("promoting: the replay comes to its end");
    assertThat(promote.err()).contains("continues as run revenue.r2");
    assertThat(node.cluster.asked).contains("promote 2");
  }

  @Test
  void shouldCancelAndSayWhatGoes() {
    node.run("replay", "revenue", "--to-earliest", "-y");

    Invocation cancel =
        node.answering("y\n", "replay", "cancel", "revenue", "--purge", "--wait=30s");

    assertThat(cancel.exitCode()).as(cancel.err()).isZero();
    assertThat(cancel.err()).contains("the topics that end with .replay-r2 are deleted");
    assertThat(node.cluster.asked).contains("cancel 2 purge=true");
  }

  private ReplayFrom from(String... words) {
    List<String> all = new ArrayList<>(List.of("replay", "revenue", "--dry-run"));
    all.addAll(List.of(words));
    Invocation replay = node.run(all.toArray(String[]::new));
    assertThat(replay.exitCode()).as(replay.err()).isZero();
    return last().from();
  }

  private ReplayRequest last() {
    List<ReplayRequest> requests = node.cluster.replays.requests;
    return requests.get(requests.size() - 1);
  }
}
