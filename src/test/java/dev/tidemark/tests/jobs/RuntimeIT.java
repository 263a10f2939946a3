package dev.tidemark.tests.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.runtime.base.InternalTopics;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.base.TaskStatus;
import dev.tidemark.runtime.preflight.CheckedJob;
import dev.tidemark.runtime.preflight.JobCheck;
import dev.tidemark.runtime.replay.StartOffsets;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.runtime.run.RunnerStatus;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.Checker;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.JobRun;
import dev.tidemark.tests.base.SharedCluster;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.orders.OrdersByRegion;
import dev.tidemark.tests.orders.OrdersLog;
import dev.tidemark.tests.orders.OrdersOracle;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.JobProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done to a run besides running it, on a broker. */
class RuntimeIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Longer than the declared idleness of the job. */
  private static final Duration QUIET = Duration.ofMillis(2_500);

  private static final Map<String, String> SOON_IDLE = Map.of("idle-after", "1s");

  /**
   * Nothing may fall idle before a pause, however busy the machine is: what is late depends on it.
   */
  private static final Map<String, String> IDLE_AFTER_A_PAUSE = Map.of("idle-after", "8s");

  private static final Duration STILL = Duration.ofSeconds(2);
  private static final long SEED = 11;

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
  void shouldDecideNothingWhilePausedAndAnswerAsIfItHadNotBeen(@TempDir Path folder) {
    List<OrdersLog.Line> log = log(8_000);
    publish(log.subList(0, 4_000));
    PhysicalPlan plan = JobPlanner.plan(new OrdersByRegion(), IDLE_AFTER_A_PAUSE);
    RunConfig config = config("paused.r1", folder, 2);

    try (JobRunner runner = JobRunner.prepare(plan, config);
        JobRun run = JobRun.follow(kafka, plan, config)) {
      runner.start();
      run.awaitRead(LIMIT);
      runner.pause();
      assertThat(runner.state()).isEqualTo(JobRunner.State.PAUSED);
      awaitCommitted(run);
      JobProgress before = run.progress();
      Content written = kafka.content("orders-by-region");
      publish(log.subList(4_000, 8_000));

      staysFor(QUIET, () -> assertThat(run.progress()).isEqualTo(before));
      assertThat(Checker.differences(written, kafka.content("orders-by-region"))).isEmpty();
      assertThat(runner.status().tasks())
          .hasSize(8)
          .allMatch(task -> task.state() == TaskStatus.State.RUNNING);

      runner.resume();
      OrdersOracle.ordersByRegion(log).assertIn(kafka, run.awaitEnd(LIMIT));
      assertThat(runner.state()).isEqualTo(JobRunner.State.RUNNING);
      long begin = System.nanoTime();
      assertThat(runner.close(Duration.ofSeconds(10))).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
      assertThat(runner.state()).isEqualTo(JobRunner.State.STOPPED);
    }
  }

  @Test
  void shouldStayPausedWhileTasksMoveToAnotherPausedProcess(@TempDir Path folder) {
    List<OrdersLog.Line> log = log(8_000);
    publish(log.subList(0, 4_000));
    PhysicalPlan plan = JobPlanner.plan(new OrdersByRegion(), IDLE_AFTER_A_PAUSE);
    RunConfig config = config("moved.r1", folder.resolve("one"), 1);

    try (JobRunner one = JobRunner.prepare(plan, config);
        JobRunner two = JobRunner.prepare(plan, config("moved.r1", folder.resolve("two"), 1));
        JobRun run = JobRun.follow(kafka, plan, config)) {
      one.start();
      run.awaitRead(LIMIT);
      one.pause();
      awaitCommitted(run);
      JobProgress before = run.progress();
      publish(log.subList(4_000, 8_000));
      two.pause();
      two.start();
      Await.until(
          () -> "both have tasks: " + one.status() + two.status(),
          LIMIT,
          () -> one.status().tasks().size() == 4 && two.status().tasks().size() == 4);

      staysFor(QUIET, () -> assertThat(run.progress()).isEqualTo(before));
      assertThat(two.state()).isEqualTo(JobRunner.State.PAUSED);
      assertThat(partitions(one.status(), two.status())).hasSize(8);

      two.resume();
      one.resume();
      OrdersOracle.ordersByRegion(log).assertIn(kafka, run.awaitEnd(LIMIT));
    }
  }

  @Test
  void shouldTellRestoringFromRunning(@TempDir Path folder) {
    PhysicalPlan plan = JobPlanner.plan(new GeneratedJobs.OrdersByTeam(), Map.of());
    kafka.createTopic("teams", 1);
    List<TestKafka.Message> teams = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      teams.add(TestKafka.Message.text("teams", 0, OrdersLog.BEGIN, "r" + i, "team-" + i % 5));
    }
    kafka.publish(teams);
    RunConfig first = config("restored.r1", folder.resolve("one"), 1);
    try (JobRunner runner = JobRunner.prepare(plan, first);
        JobRun run = JobRun.follow(kafka, plan, first)) {
      runner.start();
      run.awaitRead(LIMIT);
    }

    RunConfig slow =
        config(
            "restored.r1",
            folder.resolve("two"),
            1,
            Map.of("restore.consumer.max.poll.records", "1"));
    try (JobRunner runner = JobRunner.prepare(plan, slow)) {
      assertThat(runner.state()).isEqualTo(JobRunner.State.PREPARED);
      runner.start();
      Await.until(
          () -> "it restores: " + runner.status(),
          LIMIT,
          () ->
              runner.state() == JobRunner.State.RESTORING
                  && runner.status().tasks().stream().anyMatch(task -> left(task) > 4_000));
      assertThatThrownBy(() -> runner.query("teams", TextNode.valueOf("r1")))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.code()).isEqualTo(JobException.Code.NOT_READY));
      Await.until(
          () -> "it runs: " + runner.status(),
          LIMIT,
          () -> runner.state() == JobRunner.State.RUNNING);
      assertThat(runner.status().tasks()).isNotEmpty().allMatch(task -> left(task) == 0);
      assertThat(runner.status().failures()).isEmpty();
    }
  }

  @Test
  void shouldBeginWhereItIsTold(@TempDir Path folder) {
    List<OrdersLog.Line> log = log(6_000);
    publish(log);
    PhysicalPlan plan = JobPlanner.plan(new OrdersByRegion(), SOON_IDLE);
    RunConfig config = config("begun.r2", folder, 2);
    Instant from = Instant.ofEpochMilli(log.get(3_000).time());

    StartOffsets.apply(config, List.of("orders"), new StartOffsets.From.At(from));
    StartOffsets.apply(config, List.of("orders"), new StartOffsets.From.At(from));
    assertRefused(
        () -> StartOffsets.apply(config, List.of("orders"), new StartOffsets.From.Latest()),
        "has begun already");

    try (JobRunner runner = JobRunner.prepare(plan, config);
        JobRun run = JobRun.follow(kafka, plan, config)) {
      runner.start();
      OrdersOracle.ordersByRegion(since(log, from.toEpochMilli()))
          .assertIn(kafka, run.awaitEnd(LIMIT));
      assertRefused(
          () -> StartOffsets.apply(config, List.of("orders"), new StartOffsets.From.Earliest()),
          "is running");
    }
    assertThat(
            StartOffsets.apply(
                config("begun.r3", folder, 1),
                List.of("orders"),
                new StartOffsets.From.At(Instant.parse("2100-01-01T00:00:00Z"))))
        .isEqualTo(Map.of("orders", kafka.ends("orders")));
  }

  @Test
  void shouldDeleteWhatARunKeptForItselfAndNothingElse(@TempDir Path folder) {
    List<OrdersLog.Line> log = log(1_000);
    publish(log);
    List<String> others =
        List.of(
            "kept.r10-x-changelog",
            "kept.r1x-x-changelog",
            "kept-b.r1-x-changelog",
            "a-kept.r1-x-repartition",
            "kept.r1-notes",
            "kept.r1-spared-changelog");
    others.forEach(topic -> kafka.createTopic(topic, 1));
    PhysicalPlan plan = JobPlanner.plan(new OrdersByRegion(), SOON_IDLE);
    RunConfig config = config("kept.r1", folder, 1);
    InternalTopics internal = InternalTopics.of("kept.r1", config);
    Set<String> before;
    try (JobRunner runner = JobRunner.prepare(plan, config);
        JobRun run = JobRun.follow(kafka, plan, config)) {
      before = topics();
      runner.start();
      run.awaitEnd(LIMIT);
      assertRefused(() -> internal.purge(List.of()), "is running");
    }

    InternalTopics.Purged purged = internal.purge(List.of("kept.r1-spared-changelog"));

    assertThat(purged.group()).isTrue();
    assertThat(purged.topics())
        .containsExactly(
            "kept.r1-orders-progress-changelog",
            "kept.r1-seconds-panes-changelog",
            "kept.r1-seconds-progress-changelog",
            "kept.r1-seconds-repartition");
    Await.until("the topics are gone", LIMIT, () -> topics().equals(before));
    assertThat(internal.purge(others)).isEqualTo(new InternalTopics.Purged(List.of(), false));
    assertThat(kafka.content("orders-by-region").size()).isPositive();
  }

  @Test
  void shouldFindAllThatStandsAgainstAJobAndChangeNothing(@TempDir Path folder) {
    kafka.createTopic("teams", 3);
    Set<String> before = topics();

    CheckedJob unfit = check(new UnfitJobs.JoinsOnKey(), folder);
    CheckedJob absent = check(new UnfitJobs.ReadsAbsentTopic(), folder);
    CheckedJob fit = check(new OrdersByRegion(), folder);

    assertThat(unfit.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(JobException.Code.PARTITIONS_MISMATCH);
              assertThat(problem).hasMessageContaining("orders (4 partitions)");
            });
    assertThat(absent.problems())
        .extracting(JobException::code)
        .containsExactly(JobException.Code.TOPIC_MISSING);
    assertThat(fit.problems()).isEmpty();
    assertThat(fit.warnings()).isEmpty();
    assertThat(fit.partitions()).isEqualTo(Map.of("orders", OrdersLog.PARTITIONS));
    assertThat(topics()).isEqualTo(before);
  }

  private static CheckedJob check(StreamJob job, Path folder) {
    return JobCheck.of(JobPlanner.plan(job, Map.of()), config("checked.r1", folder, 1));
  }

  /** The ledger may be read within the commit that holds its last part. */
  private static void awaitCommitted(JobRun run) {
    JobProgress[] last = {run.progress()};
    long[] since = {System.nanoTime()};
    Await.until(
        "progress stands still",
        LIMIT,
        () -> {
          JobProgress now = run.progress();
          if (!now.equals(last[0])) {
            last[0] = now;
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > STILL.toNanos();
        });
  }

  private static void staysFor(Duration time, Runnable assertion) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      assertion.run();
      Await.pause();
    }
  }

  private static void assertRefused(Runnable action, String part) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            JobException.class,
            e -> {
              assertThat(e.code()).isEqualTo(JobException.Code.STATE_MISMATCH);
              assertThat(e).hasMessageContaining(part);
            });
  }

  /** Each partition from its first record of this time or later. */
  private static List<OrdersLog.Line> since(List<OrdersLog.Line> log, long time) {
    boolean[] begun = new boolean[OrdersLog.PARTITIONS];
    List<OrdersLog.Line> rest = new ArrayList<>();
    for (OrdersLog.Line line : log) {
      begun[line.partition()] |= line.time() >= time;
      if (begun[line.partition()]) {
        rest.add(line);
      }
    }
    return rest;
  }

  private static Set<String> partitions(RunnerStatus... all) {
    Set<String> partitions = new HashSet<>();
    Arrays.stream(all)
        .flatMap(status -> status.tasks().stream())
        .forEach(task -> partitions.addAll(task.partitions()));
    return partitions;
  }

  private static long left(TaskStatus task) {
    return task.restoreRemaining();
  }

  private static Set<String> topics() {
    Set<String> names = new HashSet<>(TestKafka.await(kafka.admin().listTopics().names()));
    names.removeIf(name -> name.startsWith("_"));
    return names;
  }

  private static List<OrdersLog.Line> log(int count) {
    return OrdersLog.generate(new OrdersLog.Shape(SEED, count, OrdersLog.BEGIN, 3));
  }

  private static void publish(List<OrdersLog.Line> log) {
    kafka.publish(log.stream().map(line -> line.message("orders")).toList());
  }

  private static RunConfig config(String id, Path folder, int threads) {
    return config(id, folder, threads, Map.of());
  }

  private static RunConfig config(
      String id, Path folder, int threads, Map<String, String> properties) {
    return new RunConfig(
            id,
            kafka.bootstrapServers(),
            Map.of(),
            properties,
            folder,
            threads,
            RunConfig.DEFAULT_COMMIT_INTERVAL)
        .withRegistration(Registration.COMPATIBLE);
  }
}
