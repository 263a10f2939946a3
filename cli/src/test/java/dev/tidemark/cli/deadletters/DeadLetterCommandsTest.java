package dev.tidemark.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.cli.FakeNode;
import dev.tidemark.cli.FakeViews;
import dev.tidemark.cli.Invocation;
import dev.tidemark.client.api.job.AlertView;
import dev.tidemark.client.api.job.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verbs about dead letters and late records, asked of a node. */
class DeadLetterCommandsTest {
  @TempDir Path home = Path.of("");
  private FakeNode node;

  @BeforeEach
  void start() {
    node = FakeNode.start(home);
    node.cluster.add("revenue", JobState.RUNNING);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void shouldListDeadLettersPageByPage() {
    Invocation list = node.run("dlq", "list", "revenue", "--limit", "3");

    assertThat(list.out())
        .isEqualTo(
            """
            AT   FAILED                STEP   CAUSE            KEY  SOURCE         MESSAGE
            1:0  2026-11-20T12:00:00Z  parse  FUNCTION_FAILED  eu   orders 1:4711  no?[31m amount
            1:1  2026-11-20T12:00:00Z  parse  FUNCTION_FAILED  eu   orders 1:4712  no?[31m amount
            1:2  2026-11-20T12:00:00Z  parse  FUNCTION_FAILED  eu   orders 1:4713  no?[31m amount
            """);
    assertThat(list.err()).contains("there may be more", "tidemark dlq stats revenue");
    assertThat(node.run("dlq", "list", "revenue", "-o", "name").out().lines()).hasSize(5);
  }

  @Test
  void shouldFilter() {
    node.run(
        "late",
        "list",
        "revenue",
        "--topic",
        "orders-late",
        "--step",
        "parse",
        "--since",
        "2026-11-20",
        "--key",
        "eu",
        "--state",
        "all",
        "--at",
        "1:3");

    assertThat(node.cluster.asked.get(0))
        .contains(
            "letters LATE",
            "topic=orders-late",
            "step=parse",
            "since=2026-11-20T00:00:00Z",
            "key=eu",
            "at=1:3",
            "state=all");
  }

  @Test
  void shouldShowOneWhole() {
    Invocation show = node.run("dlq", "show", "revenue", "1:2");

    assertThat(show.out())
        .contains(
            "step        parse",
            "source      orders 1:4713",
            "requeued    1 time",
            "\"amount\" : null",
            "tidemark.step");
    assertThat(node.run("dlq", "show", "revenue", "x").exitCode()).isEqualTo(2);
    JsonNode json = FakeViews.json(node.run("dlq", "show", "revenue", "1:2", "-o", "json").out());
    assertThat(json.at("/source/offset").asLong()).isEqualTo(4_713);
  }

  @Test
  void shouldCountByCause() {
    Invocation stats = node.run("dlq", "stats", "revenue");

    assertThat(stats.out())
        .contains(
            "1,204 dead letters: 1,200 open, 3 requeued, 1 discarded, 0 quarantined",
            "1,200  1,204  parse  FUNCTION_FAILED  IllegalStateException")
        .doesNotContain("\u001b");
  }

  @Test
  void shouldSayWhatARequeueWouldDoAndDoNothing() {
    Invocation dryRun = node.run("dlq", "requeue", "revenue", "--dry-run");

    assertThat(dryRun.out())
        .contains(
            "4 dead letters would be requeued, of 5",
            "to orders: 4",
            "note: every reader of topic orders sees the records again");
    assertThat(dryRun.err()).contains("left: revenue-dead-letters 1:4 its window is closed");
    assertThat(dryRun.exitCode()).isZero();
    assertThat(node.cluster.asked).allMatch(asked -> asked.contains("dry=true"));
  }

  @Test
  void shouldNotRequeueWithoutBeingToldTwiceWhereThereIsNoTerminal() {
    Invocation requeue = node.run("dlq", "requeue", "revenue");

    assertThat(requeue.exitCode()).isEqualTo(2);
    assertThat(requeue.err()).contains("--yes", "4 records written to topic orders again");
    assertThat(node.cluster.asked).allMatch(asked -> asked.contains("dry=true"));
  }

  @Test
  void shouldRequeueAnswerByAnswerUntilAllIsDone() {
    Invocation requeue =
        node.run(
            "dlq",
            "requeue",
            "revenue",
            "--yes",
            "--rate",
            "50",
            "--closed-window",
            "correct",
            "--max-attempts",
            "5");

    assertThat(requeue.out()).contains("4 dead letters requeued, of 5");
    assertThat(requeue.exitCode()).isZero();
    assertThat(node.cluster.asked)
        .endsWith(
            "requeue DEAD_LETTER dry=false window=CORRECT max=5 rate=50 after=null",
            "requeue DEAD_LETTER dry=false window=CORRECT max=5 rate=50 after=2",
            "requeue DEAD_LETTER dry=false window=CORRECT max=5 rate=50 after=4");

    Invocation again = node.run("dlq", "requeue", "revenue", "--yes");

    assertThat(again.exitCode()).isEqualTo(12);
    assertThat(again.out()).contains("0 dead letters would be requeued, of 1");
  }

  @Test
  void shouldStopAtTheLimit() {
    Invocation requeue =
        node.run("dlq", "requeue", "revenue", "--yes", "--limit", "3", "-o", "json");

    assertThat(FakeViews.json(requeue.out()).get("requeued").asInt()).isEqualTo(3);
  }

  @Test
  void shouldDiscardForAReasonAlone() {
    assertThat(node.run("dlq", "discard", "revenue", "--yes").exitCode()).isEqualTo(2);

    Invocation discard = node.run("dlq", "discard", "revenue", "--yes", "--reason", "test data");

    assertThat(discard.out()).isEqualTo("5 dead letters discarded\n");
    assertThat(node.cluster.asked)
        .containsExactly(
            "discard dry=true reason=test data",
            "discard dry=true reason=test data",
            "discard dry=false reason=test data",
            "discard dry=false reason=test data");
  }

  @Test
  void shouldExportALineEach() throws IOException {
    Path file = home.resolve("letters.jsonl");

    Invocation export = node.run("dlq", "export", "revenue", "--file", file.toString());

    assertThat(export.err()).contains("5 dead letters written");
    assertThat(Files.readAllLines(file))
        .hasSize(5)
        .allMatch(line -> FakeViews.json(line).at("/value").has("amount"));
    assertThat(node.run("late", "export", "revenue").out().lines()).hasSize(5);
  }

  @Test
  void shouldRaiseAlarmInStatusAndLag() {
    node.cluster.letters.alert = AlertView.of(7_000, 250.0);

    assertThat(node.run("status", "revenue").err())
        .contains("7,000 dead letters (CRITICAL, 250/min); see tidemark dlq stats revenue");
    assertThat(node.run("lag", "revenue").out()).contains("3 dead letters (OK)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dlq   | list, show, stats, requeue, discard or export is missing
          late  | list, stats, requeue or export is missing
          jars  | list or delete is missing
          token | create is missing
          """)
  void shouldNameTheVerbsOfAGroupWhenNoneIsGiven(String group, String message) {
    Invocation bare = node.run(group);

    assertThat(bare.exitCode()).isEqualTo(2);
    assertThat(bare.err()).contains("error: " + message);
  }
}
