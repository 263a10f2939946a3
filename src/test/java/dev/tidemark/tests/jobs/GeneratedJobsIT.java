package dev.tidemark.tests.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.tests.base.JobRun;
import dev.tidemark.tests.base.SharedCluster;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.base.Text;
import dev.tidemark.tests.orders.OrdersAnswer;
import dev.tidemark.tests.orders.OrdersLog;
import dev.tidemark.tests.orders.OrdersOracle;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs of several shapes on generated orders, against what was computed offline. */
class GeneratedJobsIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long SEED = 7;
  private static final int ORDERS = 30_000;

  /** So much later that the orders of the first part can't meet those of the second in a window. */
  private static final long SECOND_BEGIN = OrdersLog.BEGIN + 200_000;

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

  /** One thread alone is for the nightly build; {@link JobsIT} has it in each. */
  static IntStream threads() {
    return Boolean.getBoolean("tidemark.nightly") ? IntStream.of(1, 4) : IntStream.of(4);
  }

  @ParameterizedTest
  @MethodSource("threads")
  void shouldJoinByAnotherKeyWithATableThatChangesMeanwhile(int threads, @TempDir Path folder) {
    assertTeams(new GeneratedJobs.OrdersByTeam(), null, threads, folder);
  }

  @ParameterizedTest
  @MethodSource("threads")
  void shouldKeepWhatALeftJoinDoesNotFind(int threads, @TempDir Path folder) {
    assertTeams(new GeneratedJobs.AllOrdersByTeam(), "nobody", threads, folder);
  }

  @ParameterizedTest
  @MethodSource("threads")
  void shouldCloseSessionsByTheWatermark(int threads, @TempDir Path folder) {
    // few enough that there are gaps in each region
    List<OrdersLog.Line> log =
        OrdersLog.generate(new OrdersLog.Shape(SEED, ORDERS, OrdersLog.BEGIN, 3));
    publish(log);

    try (JobRun run = start(new GeneratedJobs.OrderBursts(), threads, folder)) {
      OrdersOracle.orderBursts(log).assertIn(kafka, run.awaitEnd(LIMIT));
    }
  }

  @ParameterizedTest
  @MethodSource("threads")
  void shouldTakeResultsOfAWindowIntoAnother(int threads, @TempDir Path folder) {
    List<OrdersLog.Line> log =
        OrdersLog.generate(new OrdersLog.Shape(SEED, ORDERS, OrdersLog.BEGIN, 2));
    publish(log);

    try (JobRun run = start(new GeneratedJobs.BusiestSeconds(), threads, folder)) {
      OrdersOracle.busiestSeconds(log).assertIn(kafka, run.awaitEnd(LIMIT));
    }
  }

  private static void assertTeams(
      StreamJob job, @Nullable String absent, int threads, Path folder) {
    kafka.createTopic("teams", 3);
    Map<String, String> before = new HashMap<>();
    Map<String, String> after = new HashMap<>();
    for (int i = 0; i < OrdersLog.REGIONS - 2; i++) {
      before.put("r" + i, "team-" + i % 5);
    }
    publishTeams(before);
    for (int i = 1; i < OrdersLog.REGIONS; i++) {
      after.put("r" + i, "team-" + i % 4);
    }
    List<OrdersLog.Line> first =
        OrdersLog.generate(new OrdersLog.Shape(SEED, ORDERS, OrdersLog.BEGIN, 1));
    List<OrdersLog.Line> second =
        OrdersLog.generate(new OrdersLog.Shape(SEED + 1, ORDERS, SECOND_BEGIN, 1));
    List<OrdersLog.Line> log = new ArrayList<>(first);
    log.addAll(second);
    publish(first);

    try (JobRun run = start(job, threads, folder)) {
      run.awaitRead(LIMIT);
      publishTeams(after);
      kafka.publish(List.of(teamMessage("r0", null)));
      run.awaitRead(LIMIT);
      publish(second);

      OrdersAnswer answer =
          OrdersOracle.byTeam(
              job.name(),
              log,
              line ->
                  (line.time() < SECOND_BEGIN ? before : after)
                      .getOrDefault(line.region(), absent));
      answer.assertInButForTheOrderOfLate(kafka, run.awaitEnd(LIMIT));
      assertThat(answer.late().size()).isPositive();
    }
  }

  private static void publish(List<OrdersLog.Line> log) {
    kafka.publish(log.stream().map(line -> line.message("orders")).toList());
  }

  private static void publishTeams(Map<String, String> teams) {
    List<TestKafka.Message> messages = new ArrayList<>();
    teams.forEach((region, team) -> messages.add(teamMessage(region, team)));
    kafka.publish(messages);
  }

  private static TestKafka.Message teamMessage(String region, @Nullable String team) {
    return new TestKafka.Message(
        "teams",
        BuiltInPartitioner.partitionForKey(Text.bytes(region), 3),
        OrdersLog.BEGIN,
        Text.bytes(region),
        team == null ? null : Text.bytes(team));
  }

  private static JobRun start(StreamJob job, int threads, Path folder) {
    return JobRun.start(
        kafka,
        JobPlanner.plan(job, Map.of()),
        new RunConfig(
                "run-" + folder.getFileName(),
                kafka.bootstrapServers(),
                Map.of(),
                Map.of(),
                folder,
                threads,
                RunConfig.DEFAULT_COMMIT_INTERVAL)
            .withRegistration(Registration.COMPATIBLE));
  }
}
