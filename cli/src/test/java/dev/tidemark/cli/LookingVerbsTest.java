package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.api.job.JobState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that change nothing, asked of a node. */
class LookingVerbsTest {
  @TempDir Path home = Path.of("");
  private FakeNode node;

  @BeforeEach
  void start() {
    node = FakeNode.start(home);
    node.cluster.add("delays", JobState.FAILED);
    node.cluster.add("revenue", JobState.RUNNING);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void shouldListTheJobs() {
    Invocation list = node.run("list");

    assertThat(list.out())
        .isEqualTo(
            """
            NAME     STATE    RUN  WORKERS  TASKS  JAR           CHANGED               REASON
            delays   FAILED     1  0/1          0  0123456789ab  2026-11-20T12:00:00Z  topic orders is gone
            revenue  RUNNING    1  1/1          2  0123456789ab  2026-11-20T12:00:00Z  -
            """);
    assertThat(list.err()).isEmpty();
    assertThat(list.exitCode()).isZero();
  }

  @Test
  void shouldPrintWhatRestAnswersAsJson() {
    JsonNode json = FakeViews.json(node.run("list", "-o", "json").out());

    assertThat(json).hasSize(2);
    assertThat(json.get(1).at("/spec/desired_state").asText()).isEqualTo("RUNNING");
    assertThat(json.get(1).at("/spec/class").asText()).isEqualTo("org.example.Revenue");
    assertThat(json.get(1).get("application_id").asText()).isEqualTo("revenue.r1");
    assertThat(node.run("list", "-o", "name").out()).isEqualTo("delays\nrevenue\n");
    assertThat(node.run("list", "-o", "jsonl").out().lines()).hasSize(2);
  }

  @Test
  void shouldColourStatesOnlyWhereColoursAreWanted() {
    assertThat(node.run("list", "--color=always").out())
        .contains("\u001b[31mFAILED\u001b[0m", "\u001b[32mRUNNING\u001b[0m");
    assertThat(node.run("list").out()).doesNotContain("\u001b");
  }

  @Test
  void shouldSayHowToBeginWhenThereIsNoJob() {
    node.cluster.jobs.clear();

    Invocation list = node.run("list");

    assertThat(list.exitCode()).isZero();
    assertThat(list.err()).contains("tidemark submit JAR");
    assertThat(node.run("list", "-o", "json").out().strip()).isEqualTo("[ ]");
  }

  @Test
  void shouldDescribeAJob() {
    assertThat(node.run("describe", "delays").out())
        .contains("JOB             delays\n")
        .contains("state           FAILED\n")
        .contains("application id  delays.r1\n")
        .contains("parameters      size=5m\n")
        .contains("settings        1 thread, 256 MiB, all nodes, commits every 200 ms\n")
        .contains("submitted       2026-11-20T12:00:00Z by alice\n")
        .contains("node-a  FAILED  -    2026-11-20T12:00:00Z");
  }

  @ParameterizedTest
  @EnumSource(JobState.class)
  void shouldExitWithZeroOnlyWhenAJobRuns(JobState state) {
    node.cluster.add("revenue", state);

    Invocation status = node.run("status", "revenue");

    assertThat(status.out()).isEqualTo(state + "\n");
    assertThat(status.exitCode())
        .isEqualTo(state == JobState.RUNNING ? 0 : ExitCode.NOT_RUNNING.number());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "describe",
        "status",
        "lag",
        "logs",
        "tasks",
        "exceptions",
        "topology",
        "query",
        "ledger",
        "pause",
        "resume",
        "stop",
        "restart"
      })
  void shouldSayThatThereIsNoSuchJob(String verb) {
    Invocation nowhere = node.run(verb, "nowhere");

    assertThat(nowhere.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(nowhere.out()).isEmpty();
    assertThat(nowhere.err().lines())
        .containsExactly("error: there is no job 'nowhere'", "hint: see tidemark list");
  }

  @Test
  void shouldPrintLagWithTheColumnsOfKafkasTools() {
    assertThat(node.run("lag", "revenue").out())
        .isEqualTo(
            """
            JOB revenue  STATE RUNNING  LAG 12,408 records, 41 s behind, 3 dead letters (OK)
            TOPIC   PARTITION  CURRENT-OFFSET  LOG-END-OFFSET     LAG  BEHIND  WATERMARK             SKEW   LATE  DEAD-LETTERS
            orders          0         180,233         184,377  12,408  41 s    2026-11-20T12:00:00Z  0 s      12             0
            orders          1         190,114         190,114       0  0 s     2026-11-20T12:00:31Z  +31 s    90             3
            users           0               7               7       0  -       (idle)                -         0             0
            """);
    assertThat(node.run("lag", "revenue").out().lines())
        .first()
        .isEqualTo(
            "JOB revenue  STATE RUNNING  LAG 11,508 records, 41 s behind, falling (-900/s), caught up in about 14 s, 2,100 records/s, 3 dead letters (OK, 0/min)");
    JsonNode json = FakeViews.json(node.run("lag", "revenue", "-o", "json").out());
    assertThat(json.get("caught_up_in_ms").asLong()).isEqualTo(14_000);
    assertThat(json.at("/partitions/1/skew_ms").asLong()).isEqualTo(31_000);
  }

  @Test
  void shouldWatchWithALinePerLookWhereThereIsNoTerminal() throws Exception {
    StringWriter out = new StringWriter();
    int exitCode = watch(out, "\n", false, "lag", "revenue", "-w");

    assertThat(exitCode).isEqualTo(ExitCode.INTERRUPTED.number());
    assertThat(out.toString().lines())
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(line -> line.startsWith("2026-11-20T12:00:00Z JOB revenue  STATE RUNNING  LAG"))
        .doesNotHaveDuplicates();
    assertThat(out.toString()).doesNotContain("\u001b");
  }

  @Test
  void shouldRedrawWhatIsWatchedOnATerminal() throws Exception {
    StringWriter out = new StringWriter();
    watch(out, "\u001b[HNAME", true, "list", "--watch", "--color=never");

    assertThat(out.toString()).startsWith("\u001b[2J\u001b[HNAME");
    assertThat(out.toString().split("\u001b\\[HNAME")).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void shouldPrintLogsThatCanNotTouchTheTerminal() {
    Invocation logs = node.run("logs", "revenue");

    assertThat(logs.out())
        .isEqualTo(
            """
            2026-11-20T12:00:00Z node-a  started
            2026-11-20T12:00:01Z node-b  read?[31m 7 events
            """);
    assertThat(node.cluster.asked).containsExactly("logs node=null tail=200 since=null");
    assertThat(node.run("logs", "revenue", "-o", "jsonl").out().lines())
        .first()
        .isEqualTo("{\"node\":\"node-a\",\"at\":\"2026-11-20T12:00:00Z\",\"text\":\"started\"}");
  }

  @Test
  void shouldNarrowLogsDown() {
    Invocation logs =
        node.run(
            "logs",
            "revenue",
            "--node",
            "node-b",
            "--tail",
            "5",
            "--since",
            "2026-11-20T12:00:00Z");

    assertThat(logs.out().lines()).hasSize(1);
    assertThat(logs.err()).isEqualTo("since 2026-11-20T12:00:00Z\n");
    assertThat(node.cluster.asked)
        .containsExactly("logs node=node-b tail=5 since=2026-11-20T12:00:00Z");
    assertThat(node.run("logs", "revenue", "--tail", "0").exitCode()).isEqualTo(2);
    assertThat(node.run("logs", "revenue", "-f", "--since", "1h").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldFollowLogsAndEvents() throws Exception {
    StringWriter lines = new StringWriter();
    watch(lines, "\n", false, "logs", "revenue", "--follow");
    StringWriter events = new StringWriter();
    watch(events, "node.left", false, "events");

    assertThat(lines.toString().lines()).hasSize(2).last().asString().contains("7 events");
    assertThat(events.toString().lines())
        .containsExactly(
            "2026-11-20T12:00:00Z  job.created    revenue",
            "2026-11-20T12:00:00Z  job.changed    revenue  version 2, run 1, PAUSED, by alice",
            "2026-11-20T12:00:00Z  worker.state   revenue  on node-a: RUNNING -> FAILED",
            "2026-11-20T12:00:00Z  job.state      revenue  RUNNING -> FAILED: disk full",
            "2026-11-20T12:00:00Z  node.left      node-a  http://a");
  }

  @Test
  void shouldPrintTasksInOrder() {
    assertThat(node.run("tasks", "revenue").out())
        .isEqualTo(
            """
            TASK  NODE    STATE      TO RESTORE  PARTITIONS
            0_0   node-a  running             0  orders-0
            0_1   node-a  restoring       1,234  orders-1
            """);
    assertThat(node.run("tasks", "delays").err()).contains("no worker of 'delays' has a task");
  }

  @Test
  void shouldPrintExceptionsAndTheirTracesWhenAsked() {
    assertThat(node.run("exceptions", "revenue").out())
        .contains("IllegalStateException: broken")
        .doesNotContain("at c.D");
    assertThat(node.run("exceptions", "revenue", "--traces").out()).contains("at c.D");
  }

  @Test
  void shouldPrintTheTopologyFromWhatTheClusterKnows() {
    assertThat(node.run("topology", "revenue").out())
        .isEqualTo(
            """
            job revenue

            parameters
              size 5m

            stage orders
              stream orders: topic orders, type avro Order
                filter paid

            exchanges
              revenue: carries partial panes

            stores
              revenue-panes: content panes, of revenue

            topics
              orders: role stream
              users: role table
              revenue-by-region: role results
              orders-late: role late
              revenue-dead-letters: role dead letters

            notes
              - aggregated in two phases
            """);
  }

  @Test
  void shouldPrintTheLedgerOfAJobByItsName() {
    assertThat(node.run("ledger", "revenue").out())
        .contains(
            "orders          0  revenue        10    10         2     1             0        7")
        .contains("WINDOW   WRITTEN");
    JsonNode json = FakeViews.json(node.run("ledger", "revenue", "-o", "json").out());
    assertThat(json.at("/sources/0/dead_letters").asLong(-1)).isZero();
  }

  @Test
  void shouldAskAStoreByTheTypeOfItsKeys() {
    assertThat(node.run("query", "revenue").out())
        .contains("users          table    users    long", "revenue-panes  panes");

    Invocation found = node.run("query", "revenue", "revenue-panes", "12");
    assertThat(found.exitCode()).isZero();
    assertThat(found.out())
        .contains("2026-11-20T12:00:00Z  2026-11-20T12:05:00Z      7  \"41.50\"");
    assertThat(found.err())
        .isEqualTo("found, partition 2 of node-b, as of 2026-11-20T12:00:00Z, 3 records behind\n");
    node.run("query", "revenue", "users", "12");
    assertThat(node.cluster.asked).containsExactly("query revenue-panes \"12\"", "query users 12");
  }

  @Test
  void shouldSayThatAStoreHoldsNothing() {
    Invocation nothing = node.run("query", "revenue", "revenue-panes", "nowhere");
    assertThat(nothing.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(nothing.err()).startsWith("nothing under this key");

    Invocation store = node.run("query", "revenue", "wrong", "x");
    assertThat(store.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(store.err()).contains("hint: stores: users, revenue-panes");
  }

  @Test
  void shouldListNodes() {
    Invocation nodes = node.run("nodes");

    assertThat(nodes.out()).contains("node-a  http://127.0.0.1:8080");
    assertThat(nodes.err()).contains("cluster 'tidemark' on Kafka kafka-id; node-a answered");
  }

  @Test
  void shouldSayThatNoNodeAnswers() throws IOException {
    String url = "http://127.0.0.1:" + unusedPort();

    Invocation list = Invocation.of("list", "--url", url);

    assertThat(list.exitCode()).isEqualTo(ExitCode.NODE_UNREACHABLE.number());
    assertThat(list.err().lines()).hasSize(2);
    assertThat(list.err()).startsWith("error: ").contains(url, "\nhint: ");
  }

  @Test
  void shouldAskTheNextNodeOfAContextWhenOneIsDown() throws IOException {
    node.run(
        "config",
        "set-context",
        "c",
        "--url",
        "http://127.0.0.1:" + unusedPort() + "," + node.url());

    assertThat(node.run("list", "--context", "c", "-o", "name").out())
        .isEqualTo("delays\nrevenue\n");
  }

  @Test
  void shouldOfferLiveNamesAndStayQuietWithoutANode() throws IOException {
    assertThat(node.run("__complete", "jobs").out()).isEqualTo("delays\nrevenue\n");
    node.run("config", "set-context", "c", "--url", node.url());
    assertThat(node.run("__complete", "contexts").out()).isEqualTo("c\n");

    Invocation nobody =
        Invocation.of("__complete", "jobs", "--url", "http://127.0.0.1:" + unusedPort());

    assertThat(nobody).isEqualTo(new Invocation(0, "", ""));
  }

  /** Runs what does not end until it has printed this twice (events come but once), and ends it. */
  private int watch(StringWriter out, String printed, boolean tty, String... args)
      throws Exception {
    Terminal terminal =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(new StringWriter()),
            tty,
            tty,
            80,
            node.environment());
    int[] exitCode = new int[1];
    Thread thread = new Thread(() -> exitCode[0] = new CommandLineTool(terminal).execute(args));
    thread.start();
    int wanted = args[0].equals("events") ? 1 : 2;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (out.toString().split(Pattern.quote(printed), -1).length <= wanted
        && thread.isAlive()
        && System.nanoTime() < deadline) {
      thread.join(20);
    }
    thread.interrupt();
    node.close();
    thread.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(thread.isAlive()).isFalse();
    node = restarted();
    return exitCode[0];
  }

  private FakeNode restarted() {
    FakeNode next = FakeNode.start(home);
    next.cluster.add("revenue", JobState.RUNNING);
    return next;
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
