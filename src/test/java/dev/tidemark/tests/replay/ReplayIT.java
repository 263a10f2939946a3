package dev.tidemark.tests.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.query.ProgressReader;
import dev.tidemark.runtime.replay.ReplayPlan;
import dev.tidemark.runtime.replay.ReplayPoint;
import dev.tidemark.runtime.replay.ReplayRequest;
import dev.tidemark.runtime.replay.ReplayStarts;
import dev.tidemark.runtime.run.JobRunner;
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
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.explain.Explanation;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.topology.progress.RunPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that replay what another run has read, on a broker. */
class ReplayIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Map<String, String> SOON_IDLE = Map.of("idle-after", "1s");
  private static final List<String> OUTPUTS =
      List.of("orders-by-region", "orders-by-region-late", "orders-by-region-dead-letters");

  /** Enough for clock marks in the middle of each partition. */
  private static final int ORDERS = 100_000;

  private static TestKafka kafka;

  private final PhysicalPlan plan = JobPlanner.plan(new OrdersByRegion(), SOON_IDLE);
  private final JsonNode json = Explanation.json(plan);
  private final List<OrdersLog.Line> log =
      OrdersLog.generate(new OrdersLog.Shape(23, ORDERS, OrdersLog.BEGIN, 3));
  private final Instant middle = Instant.ofEpochMilli(OrdersLog.BEGIN + 10_000 + 3L * ORDERS / 2);

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @BeforeAll
  static void start() {
    kafka = SharedCluster.kafka();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void publish() {
    kafka.deleteTopics();
    kafka.createTopic("orders", OrdersLog.PARTITIONS);
    kafka.publish(log.stream().map(line -> line.message("orders")).toList());
  }

  @Test
  void shouldWriteTheSameBytesFromTheStartFromTheMiddleAndUpToAnEnd() {
    RunConfig live = config("orders-job.r1", ReplayScope.NONE);
    runToTheEnd(live);

    // from the start
    ReplayPlan whole = plan(live, new ReplayPoint.Earliest(), null, ".all");
    assertThat(whole.warnings()).isEmpty();
    assertThat(whole.records()).isEqualTo(ORDERS);
    runToTheEnd(config("orders-job.r2", whole.scope()));
    for (String topic : OUTPUTS) {
      assertThat(Checker.differences(original(topic, ".all"), kafka.content(topic + ".all")))
          .isEmpty();
    }

    assertThatThrownBy(() -> plan(live, new ReplayPoint.Latest(), null, ".all"))
        .hasMessage("topic orders-by-region.all holds records already, of another replay");
    assertThatThrownBy(
            () -> plan(live, new ReplayPoint.Offsets(Map.of("orders", Map.of(9, 1L))), null, ".x"))
        .hasMessage("topic orders has no partition 9");

    // from the middle
    ReplayPlan half = plan(live, new ReplayPoint.At(middle), null, ".half");
    assertThat(half.partitions()).allMatch(partition -> partition.from() >= 9_000);
    assertThat(half.warnings())
        .extracting(ReplayPlan.Warning::code)
        .containsExactly("windows_incomplete");
    runToTheEnd(config("orders-job.r3", half.scope()));
    long missing =
        half.partitions().stream()
            .mapToLong(partition -> Objects.requireNonNull(partition.highestEventTimeMs()))
            .max()
            .orElseThrow();
    for (int p = 0; p < OrdersLog.PARTITIONS; p++) {
      List<Content.Entry> complete =
          kafka.content(OUTPUTS.get(0)).in(p).stream()
              .filter(entry -> windowStart(entry) > missing)
              .toList();
      assertThat(complete).hasSizeGreaterThan(100);
      assertThat(kafka.content(OUTPUTS.get(0) + ".half").in(p)).isEqualTo(complete);
      for (String topic : OUTPUTS.subList(1, 3)) {
        List<Content.Entry> again = kafka.content(topic + ".half").in(p);
        assertThat(again).hasSizeGreaterThan(3);
        assertThat(kafka.content(topic).in(p)).endsWith(again.toArray(Content.Entry[]::new));
      }
    }

    // up to an end
    ReplayPlan first = plan(live, new ReplayPoint.Earliest(), middle, ".first");
    runUntilComplete(config("orders-job.r4", first.scope()));
    for (int p = 0; p < OrdersLog.PARTITIONS; p++) {
      for (String topic : OUTPUTS) {
        List<Content.Entry> begun = kafka.content(topic + ".first").in(p);
        assertThat(begun).hasSizeGreaterThan(3);
        assertThat(kafka.content(topic).in(p)).startsWith(begun.toArray(Content.Entry[]::new));
      }
    }
  }

  @Test
  void shouldTakeThePlaceOfARunWithoutGapOrDouble() {
    RunConfig live = config("orders-job.r1", ReplayScope.NONE);
    ReplayPlan beside = plan(live, new ReplayPoint.Earliest(), middle, ".next");
    Map<String, Map<Integer, Long>> end = beside.scope().until();

    // given a run beside another, both at an end
    runUntilComplete(config("orders-job.r1", ReplayScope.NONE.withUntil(end)));
    Instant sooner = middle.minusSeconds(20);
    runUntilComplete(
        config("orders-job.r2", plan(live, new ReplayPoint.Earliest(), sooner, ".next").scope()));
    RunPosition position;
    try (ProgressReader reader = ProgressReader.open(plan, live)) {
      position = reader.position();
    }
    assertThat(position.waiting()).isZero();

    // when one takes over
    RunConfig next = config("orders-job.r2", ReplayScope.NONE.withCut(position.cut(".next")));
    try (JobRun run = JobRun.start(kafka, plan, next)) {
      run.awaitEnd(LIMIT);
    }

    // then both together have written what one would have
    OrdersOracle.ordersByRegion(log).assertOutputs(kafka);
  }

  private void runToTheEnd(RunConfig config) {
    try (JobRun run = JobRun.start(kafka, plan, config)) {
      run.awaitEnd(LIMIT);
    }
  }

  private void runUntilComplete(RunConfig config) {
    try (JobRunner runner = JobRunner.prepare(plan, config)) {
      runner.start();
      Await.until(
          () -> "the run is complete; it is " + runner.status(),
          LIMIT,
          () -> runner.state() == JobRunner.State.COMPLETE);
    }
  }

  private ReplayPlan plan(RunConfig run, ReplayPoint from, @Nullable Instant until, String suffix) {
    return ReplayStarts.plan(
        run, json, json, new ReplayRequest(from, Map.of(), until, suffix), InstantSource.system());
  }

  /** What a topic holds, under the name of its shadow. */
  private static Content original(String topic, String suffix) {
    return new Content(topic + suffix, kafka.content(topic).partitions());
  }

  private static long windowStart(Content.Entry entry) {
    String value = entry.value();
    return Long.parseLong(value.substring(value.indexOf('@') + 1, value.indexOf('=')));
  }

  private RunConfig config(String id, ReplayScope scope) {
    return new RunConfig(
            id,
            kafka.bootstrapServers(),
            Map.of(),
            Map.of(),
            folder.resolve(id),
            2,
            RunConfig.DEFAULT_COMMIT_INTERVAL)
        .withRegistration(Registration.COMPATIBLE)
        .withScope(scope);
  }
}
