package dev.tidemark.tests.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.query.QueryAnswer;
import dev.tidemark.runtime.query.StoreInfo;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.serde.Types;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.JobRun;
import dev.tidemark.tests.base.Judged;
import dev.tidemark.tests.base.SharedCluster;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.orders.OrdersAnswer;
import dev.tidemark.tests.orders.OrdersByRegion;
import dev.tidemark.tests.orders.OrdersLog;
import dev.tidemark.tests.orders.OrdersOracle;
import dev.tidemark.topology.dsl.Aggregations;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.OutOfOrderness;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.dsl.Windows;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.JobProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stores of running jobs answer, on a broker, against what was computed offline. */
public class RuntimeQueriesIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long SEED = 13;
  private static final int ORDERS = 6_000;

  private static TestKafka kafka;

  @BeforeAll
  static void start() {
    kafka = SharedCluster.kafka();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void clear() {
    kafka.deleteTopics();
    kafka.createTopic("orders", OrdersLog.PARTITIONS);
  }

  @Test
  void shouldShowTheOpenWindowsOfEachKeyByItsOwnerAlone(@TempDir Path folder) {
    List<OrdersLog.Line> log = publishOrders();
    PhysicalPlan plan = JobPlanner.plan(new OrdersByRegion(), Map.of("idle-after", "1h"));

    try (JobRunner one = prepare(plan, "open.r1", folder.resolve("one"));
        JobRunner two = prepare(plan, "open.r1", folder.resolve("two"));
        JobRun run = JobRun.follow(kafka, plan, config("open.r1", folder))) {
      assertThat(one.stores())
          .containsExactly(
              new StoreInfo("seconds-panes", StoreInfo.Content.PANES, "seconds", "string"));
      assertNotReady(() -> one.query("seconds-panes", TextNode.valueOf("r1")));
      one.start();
      two.start();
      Map<String, List<Pane>> open = openSeconds(log);
      long panes = open.values().stream().mapToInt(List::size).sum();
      run.await("the last windows are open", LIMIT, progress -> open(progress, panes));
      awaitRunning(one, two);

      for (int region = 0; region < OrdersLog.REGIONS; region++) {
        JsonNode key = TextNode.valueOf("r" + region);
        // all windows are open before the last watermarks are read
        Await.until(
            () -> "the owner of " + key + " has read everything",
            LIMIT,
            () ->
                answers("seconds-panes", key, one, two).stream()
                    .allMatch(answer -> Objects.equals(answer.behind(), 0L)));
        List<QueryAnswer> answers = answers("seconds-panes", key, one, two);
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).partitions()).isEqualTo(OrdersLog.PARTITIONS);
        assertThat(answers.get(0).truncated()).isFalse();
        assertThat(panesIn(answers.get(0)))
            .isNotEmpty()
            .isEqualTo(open.getOrDefault("r" + region, List.of()));
      }
      assertThat(answers("seconds-panes", TextNode.valueOf("nowhere"), one, two))
          .singleElement()
          .satisfies(answer -> assertThat(answer.found()).isFalse());
    }
  }

  @Test
  void shouldShowOpenSessions(@TempDir Path folder) {
    List<OrdersLog.Line> log = publishOrders();
    PhysicalPlan plan = JobPlanner.plan(new GeneratedJobs.OrderBursts(), Map.of());

    try (JobRunner runner = prepare(plan, "bursts.r1", folder);
        JobRun run = JobRun.follow(kafka, plan, config("bursts.r1", folder))) {
      runner.start();
      OrdersAnswer answer = OrdersOracle.orderBursts(log);
      run.await("all is idle", LIMIT, progress -> open(progress, answer.open().get(0)));
      awaitRunning(runner);

      List<QueryAnswer.Entry> entries = new ArrayList<>();
      for (int region = 0; region < OrdersLog.REGIONS; region++) {
        runner
            .query("bursts-panes", TextNode.valueOf("r" + region))
            .forEach(answered -> entries.addAll(answered.entries()));
      }
      assertThat(entries)
          .isNotEmpty()
          .hasSize(answer.open().get(0).intValue())
          .allSatisfy(
              entry ->
                  assertThat(entry.value().asText())
                      .contains(
                          "@%d-%d=%d/"
                              .formatted(
                                  Objects.requireNonNull(entry.windowStart()).toEpochMilli(),
                                  Objects.requireNonNull(entry.windowEnd()).toEpochMilli(),
                                  entry.count())));
    }
  }

  @Test
  void shouldTellWhatATableHoldsAndWhichPartitionsWereAsked(@TempDir Path folder) {
    kafka.createTopic("teams", 3);
    // not where a producer would put them by their keys: only the producer knows
    kafka.publish(
        List.of(
            TestKafka.Message.text("teams", 0, OrdersLog.BEGIN, "r1", "team-old"),
            TestKafka.Message.text("teams", 0, OrdersLog.BEGIN, "r1", "team-1"),
            TestKafka.Message.text("teams", 2, OrdersLog.BEGIN, "r2", "team-2")));
    PhysicalPlan plan = JobPlanner.plan(new GeneratedJobs.OrdersByTeam(), Map.of());

    try (JobRunner one = prepare(plan, "teams.r1", folder.resolve("one"));
        JobRunner two = prepare(plan, "teams.r1", folder.resolve("two"));
        JobRun run = JobRun.follow(kafka, plan, config("teams.r1", folder))) {
      one.start();
      two.start();
      run.await("the table is read", LIMIT, progress -> read(progress, "teams") == 3);
      awaitRunning(one, two);

      assertThat(found("r1", one, two)).isEqualTo(Map.of(0, "team-1", 1, "-", 2, "-"));
      assertThat(found("r2", one, two)).isEqualTo(Map.of(0, "-", 1, "-", 2, "team-2"));
      assertThat(found("r3", one, two)).isEqualTo(Map.of(0, "-", 1, "-", 2, "-"));
      assertInvalid(() -> one.query("teams", JsonNodeFactory.instance.objectNode()), "a string");
      assertInvalid(() -> one.query("players", IntNode.valueOf(1)), "no store");
      one.close();
      assertNotReady(() -> one.query("teams", TextNode.valueOf("r1")));
    }
  }

  @Test
  void shouldFailTheQuestionAndNotTheJobWhenItsCodeFails(@TempDir Path folder) {
    publishOrders();
    PhysicalPlan plan = JobPlanner.plan(new FailingSeconds(), Map.of());

    try (JobRunner runner = prepare(plan, "failing.r1", folder);
        JobRun run = JobRun.follow(kafka, plan, config("failing.r1", folder))) {
      runner.start();
      run.await(
          "a window is open",
          LIMIT,
          progress -> progress.windows().stream().anyMatch(w -> w.open() > 0));
      awaitRunning(runner);

      assertThatThrownBy(() -> runner.query("failing-panes", TextNode.valueOf("all")))
          .isInstanceOfSatisfying(
              JobException.class,
              e -> {
                assertThat(e.code()).isEqualTo(JobException.Code.QUERY_FAILED);
                assertThat(e).hasMessageContaining("StackOverflowError");
              });
      assertThat(runner.state()).isEqualTo(JobRunner.State.RUNNING);
      assertThat(runner.status().failures()).isEmpty();
    }
  }

  /** One window, never closed here, whose function never returns. */
  public static final class FailingSeconds implements StreamJob {
    @Override
    public void define(Topology topology) {
      topology.stream("orders", Types.STRING)
          .eventTime(
              order -> Instant.ofEpochMilli(0), OutOfOrderness.outOfOrderBy(Duration.ofSeconds(1)))
          .keyBy(Types.STRING, order -> "all")
          .window("failing", Windows.tumbling(Duration.ofDays(1)))
          .aggregate(Aggregations.count(), (window, orders) -> endless(orders))
          .as(Types.LONG)
          .to("failing", Types.LONG, orders -> orders, Types.LONG);
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static Long endless(Long number) {
      return endless(number + 1) + 1;
    }
  }

  /** A pane as it is asked for and as it is computed. */
  private record Pane(long start, long end, long count, String result) {}

  private static List<Pane> panesIn(QueryAnswer answer) {
    return answer.entries().stream()
        .map(
            entry ->
                new Pane(
                    Objects.requireNonNull(entry.windowStart()).toEpochMilli(),
                    Objects.requireNonNull(entry.windowEnd()).toEpochMilli(),
                    Objects.requireNonNull(entry.count()),
                    entry.value().asText()))
        .toList();
  }

  /** The seconds that the slowest partition holds open, by region. */
  private static Map<String, List<Pane>> openSeconds(List<OrdersLog.Line> log) {
    long[] highest = new long[OrdersLog.PARTITIONS];
    log.stream()
        .filter(line -> !line.isBroken())
        .forEach(
            line -> highest[line.partition()] = Math.max(highest[line.partition()], line.time()));
    long watermark = Arrays.stream(highest).min().orElseThrow() - 1_000;
    Judged judged =
        Judged.of(
            "open", log, line -> line.amount() >= 0, (time, w) -> time - time % 1_000 + 1_499 <= w);
    Map<String, TreeMap<Long, List<OrdersLog.Line>>> byRegion = new HashMap<>();
    for (OrdersLog.Line line : judged.counted()) {
      long start = line.time() - line.time() % 1_000;
      if (start + 1_499 > watermark) {
        byRegion
            .computeIfAbsent(line.region(), region -> new TreeMap<>())
            .computeIfAbsent(start, at -> new ArrayList<>())
            .add(line);
      }
    }
    Map<String, List<Pane>> panes = new HashMap<>();
    byRegion.forEach(
        (region, seconds) ->
            seconds.forEach(
                (start, lines) ->
                    panes
                        .computeIfAbsent(region, key -> new ArrayList<>())
                        .add(pane(region, start, lines))));
    return panes;
  }

  private static Pane pane(String region, long start, List<OrdersLog.Line> lines) {
    long sum = lines.stream().mapToLong(OrdersLog.Line::amount).sum();
    long most = lines.stream().mapToLong(OrdersLog.Line::amount).max().orElseThrow();
    return new Pane(
        start,
        start + 1_000,
        lines.size(),
        "%s@%d=%d/%d/%d".formatted(region, start, lines.size(), sum, most));
  }

  private static boolean open(JobProgress progress, long panes) {
    return progress.sources().stream().mapToLong(JobProgress.SourcePartition::read).sum() == ORDERS
        && progress.windows().stream().mapToLong(JobProgress.WindowState::open).sum() == panes;
  }

  private static long read(JobProgress progress, String topic) {
    return progress.sources().stream()
        .filter(source -> source.topic().equals(topic))
        .mapToLong(JobProgress.SourcePartition::read)
        .sum();
  }

  private static List<QueryAnswer> answers(String store, JsonNode key, JobRunner... runners) {
    return Stream.of(runners).flatMap(runner -> runner.query(store, key).stream()).toList();
  }

  /** By partition; a dash where it is not found. */
  private static Map<Integer, String> found(String key, JobRunner... runners) {
    Map<Integer, String> found = new TreeMap<>();
    for (QueryAnswer answer : answers("teams", TextNode.valueOf(key), runners)) {
      assertThat(answer.partitions()).isEqualTo(3);
      assertThat(answer.behind()).isZero();
      String text = answer.found() ? answer.entries().get(0).value().asText() : "-";
      assertThat(found.put(answer.partition(), text)).isNull();
    }
    return found;
  }

  private static void awaitRunning(JobRunner... runners) {
    Await.until(
        () -> "all run: " + Stream.of(runners).map(JobRunner::status).toList(),
        LIMIT,
        () -> Stream.of(runners).allMatch(r -> r.state() == JobRunner.State.RUNNING));
  }

  private static void assertNotReady(Runnable question) {
    assertThatThrownBy(question::run)
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.code()).isEqualTo(JobException.Code.NOT_READY));
  }

  private static void assertInvalid(Runnable question, String part) {
    assertThatThrownBy(question::run)
        .isInstanceOfSatisfying(
            JobException.class,
            e -> {
              assertThat(e.code()).isEqualTo(JobException.Code.INVALID_QUERY);
              assertThat(e).hasMessageContaining(part);
            });
  }

  private static List<OrdersLog.Line> publishOrders() {
    List<OrdersLog.Line> log =
        OrdersLog.generate(new OrdersLog.Shape(SEED, ORDERS, OrdersLog.BEGIN, 3));
    kafka.publish(log.stream().map(line -> line.message("orders")).toList());
    return log;
  }

  private static JobRunner prepare(PhysicalPlan plan, String id, Path folder) {
    return JobRunner.prepare(plan, config(id, folder));
  }

  private static RunConfig config(String id, Path folder) {
    return new RunConfig(
            id,
            kafka.bootstrapServers(),
            Map.of(),
            Map.of(),
            folder,
            1,
            RunConfig.DEFAULT_COMMIT_INTERVAL)
        .withRegistration(Registration.COMPATIBLE);
  }
}
