package dev.tidemark.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.cli.demo.EventLoader;
import dev.tidemark.cli.demo.PartitionLedger;
import dev.tidemark.cli.demo.TopicEvents;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.schemas.Flight;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.serde.registry.RegistryConfig;
import dev.tidemark.serde.registry.SchemaRegistryClient;
import dev.tidemark.tests.base.Checker;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.Flaky;
import dev.tidemark.tests.base.JobRun;
import dev.tidemark.tests.base.SharedCluster;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.base.Text;
import dev.tidemark.tests.jobs.DemoCase;
import dev.tidemark.tests.jobs.JobsIT;
import dev.tidemark.tests.orders.FlightLog;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.JobProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad events stop nothing: each is a dead letter, once, with all that is needed to repair it. */
class DefectsIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int UNKNOWN_SCHEMA = 4_711;

  private static TestKafka kafka;
  private static SchemaRegistryClient registry;

  @BeforeAll
  static void start() {
    kafka = SharedCluster.kafka();
    registry =
        new SchemaRegistryClient(
            RegistryConfig.from(Map.of("schema.registry.url", SharedCluster.registryUrl())));
  }

  @AfterAll
  static void stop() {
    registry.close();
    kafka.close();
  }

  @Test
  void shouldCountEverythingButTheDefectsAmidTheFlights(@TempDir Path folder)
      throws InterruptedException {
    new EventLoader(kafka.bootstrapServers(), registry)
        .load(List.of(TopicEvents.airports()), (done, total) -> {});
    kafka.createTopic("flights", DemoCase.PARTITIONS);
    registry.register("flights-value", Flight.getClassSchema());
    FlightLog log =
        new FlightLog(
            Types.avro(Flight.class).topicCodec(registry, "flights-value"), UNKNOWN_SCHEMA);
    kafka.publish(log.messages());
    DemoCase demo = DemoCase.delays(log.flights());
    PhysicalPlan plan = JobPlanner.plan(demo.job(), Map.of("idle-after", "2s"));

    try (JobRun run = JobRun.start(kafka, plan, config("defects", folder))) {
      JobProgress progress = run.awaitEnd(LIMIT);

      assertThat(Checker.differences(demo.results(), decoded("delays-by-state"))).isEmpty();
      assertThat(Checker.differences(demo.late(), decoded("delays-late"))).isEmpty();
      assertThat(JobsIT.ledger(progress, "flights"))
          .isEqualTo(withPoisons(demo.ledger(), log.defects()));
      assertThat(progress.sources()).allMatch(JobProgress.SourcePartition::balanced);
      assertThat(
              progress.deadLetters().getOrDefault("flights", Map.of()).values().stream()
                  .mapToLong(Long::longValue)
                  .sum())
          .as("each is counted once")
          .isEqualTo(log.defects().size());
    }
    assertDeadLetters(kafka.read(demo.deadLetters()), log.defects());
    System.out.printf(
        "%d defects amid %d flights, all dead letters%n",
        log.defects().size(), log.messages().size());
  }

  @Test
  void shouldTurnWhateverAJobsFunctionsDoIntoDeadLetters(@TempDir Path folder) {
    kafka.createTopic("troubles", 1);
    kafka.publish(TroubledJob.INPUT);

    try (JobRun run =
        JobRun.start(
            kafka, JobPlanner.plan(new TroubledJob(), Map.of()), config("troubles", folder))) {
      JobProgress progress = run.awaitEnd(LIMIT);

      assertThat(kafka.content("untroubled").all())
          .extracting(Content.Entry::value)
          .containsExactlyElementsOf(TroubledJob.RESULTS);
      assertThat(kafka.read("troubled-job-dead-letters"))
          .extracting(
              letter -> Text.ofValue(letter.value()),
              letter -> Text.header(letter, "tidemark.cause"),
              letter -> Text.header(letter, "tidemark.step"))
          .containsExactlyInAnyOrderElementsOf(TroubledJob.DEAD_LETTERS);
      assertThat(progress.sources()).allMatch(JobProgress.SourcePartition::balanced);
      assertThat(progress.windows().get(0).failed()).isEqualTo(TroubledJob.FAILED_WINDOWS);
      assertThat(progress.windows().get(0).open()).isZero();
    }
  }

  @Test
  void shouldTryAgainAndSayInTheDeadLetterHowOften(@TempDir Path folder) {
    kafka.createTopic("orders", 1);
    kafka.publish(
        Stream.of("fails-once", "fails-always", "good")
            .map(order -> TestKafka.Message.text("orders", 0, 5, "ann", order))
            .toList());

    try (JobRun run =
        JobRun.start(kafka, JobPlanner.plan(new Flaky(), Map.of()), config("flaky", folder))) {
      run.await(
          "all three are decided",
          LIMIT,
          progress ->
              progress.waiting().isEmpty()
                  && progress.sources().stream().mapToLong(JobProgress.SourcePartition::read).sum()
                      == 3);
    }
    assertThat(kafka.content("checked").all())
        .extracting(Content.Entry::value)
        .containsExactly("fails-once", "good");
    assertThat(kafka.read("flaky-dead-letters"))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(Text.ofValue(letter.value())).isEqualTo("fails-always");
              assertThat(Text.header(letter, "tidemark.run")).isEqualTo("flaky");
              assertThat(Text.header(letter, "tidemark.step")).isEqualTo("checked");
              assertThat(Text.header(letter, "tidemark.attempts")).isEqualTo("3");
              assertThat(Text.header(letter, "__streams.errors.stacktrace"))
                  .startsWith("java.lang.IllegalStateException: not now")
                  .contains("Flaky.isChecked");
              assertThat(Instant.parse(Text.header(letter, "tidemark.first.failure")))
                  .isBefore(Instant.parse(Text.header(letter, "tidemark.last.failure")));
            });
    assertStops(folder);
  }

  @Test
  void shouldStopWithOneSentenceWhereATopicRefusesARecordForGood(@TempDir Path folder) {
    kafka.deleteTopics();
    kafka.createTopic("orders", 1);
    kafka.createTopic("checked", 1, Map.of("message.timestamp.before.max.ms", "1000"));
    kafka.publish(List.of(TestKafka.Message.text("orders", 0, 5, "ann", "g".repeat(500))));

    try (JobRunner runner =
        JobRunner.prepare(JobPlanner.plan(new Flaky(), Map.of()), config("refused", folder))) {
      runner.start();
      assertThatThrownBy(() -> runner.ended().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              JobException.class,
              failure -> {
                assertThat(failure.code()).isEqualTo(JobException.Code.RECORD_REFUSED);
                assertThat(failure)
                    .hasMessageContaining("topic checked does not accept a record of job flaky");
                assertThat(failure.hint()).contains("set message.timestamp.before.max.ms");
              });
    }
  }

  /** The same orders, but the job is to stop at the first that fails. */
  private static void assertStops(Path folder) {
    try (JobRunner runner =
        JobRunner.prepare(
            JobPlanner.plan(new Flaky(), Map.of("stops", "true")),
            config("stops", folder.resolve("stops")))) {
      runner.start();
      assertThatThrownBy(() -> runner.ended().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(JobException.class)
          .hasMessageContaining(
              "step checked can't process a record of topic orders, partition 0, offset 0")
          .extracting(failure -> ((JobException) failure).code())
          .isEqualTo(JobException.Code.RECORD_FAILED);
    }
  }

  private static void assertDeadLetters(
      List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> letters,
      List<FlightLog.Defect> defects) {
    List<FlightLog.Defect> expected =
        defects.stream()
            .sorted(
                Comparator.<FlightLog.Defect>comparingInt(defect -> defect.message().partition())
                    .thenComparingLong(FlightLog.Defect::offset))
            .toList();
    assertThat(letters).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      ConsumerRecord<byte @Nullable [], byte @Nullable []> letter = letters.get(i);
      FlightLog.Defect defect = expected.get(i);
      assertThat(letter.partition()).isEqualTo(defect.message().partition());
      assertThat(letter.key()).isEqualTo(defect.message().key());
      assertThat(letter.value()).isEqualTo(defect.message().value());
      assertThat(letter.timestamp()).isEqualTo(defect.message().timestamp());
      assertThat(Text.header(letter, "tidemark.cause")).isEqualTo(defect.cause());
      assertThat(Text.header(letter, "tidemark.job")).isEqualTo("delays-by-state");
      assertThat(Text.header(letter, "__streams.errors.topic")).isEqualTo("flights");
      assertThat(Text.header(letter, "__streams.errors.partition"))
          .isEqualTo(Integer.toString(defect.message().partition()));
      assertThat(Text.header(letter, "__streams.errors.offset"))
          .isEqualTo(Long.toString(defect.offset()));
      assertThat(Text.header(letter, "__streams.errors.message"))
          .isNotEqualTo("(none)")
          .isNotBlank();
      if (defect.cause().equals("UNKNOWN_SCHEMA")) {
        assertThat(Text.header(letter, "tidemark.schema.id"))
            .isEqualTo(Integer.toString(UNKNOWN_SCHEMA));
      }
      byte[] value = letter.value();
      if (value != null && WireFormat.headerDefect(value) == null) {
        assertThat(Text.header(letter, "tidemark.schema.id"))
            .as(defect.cause())
            .isEqualTo(Integer.toString(WireFormat.schemaId(value)));
      }
    }
  }

  private static List<PartitionLedger> withPoisons(
      List<PartitionLedger> ledger, List<FlightLog.Defect> defects) {
    return ledger.stream()
        .map(
            row -> {
              long poisons =
                  defects.stream()
                      .filter(defect -> !defect.isFlight())
                      .filter(defect -> defect.message().partition() == row.partition())
                      .count();
              return new PartitionLedger(
                  row.partition(),
                  row.read() + poisons,
                  row.filtered(),
                  row.late(),
                  row.deadLettered() + poisons,
                  row.counted());
            })
        .toList();
  }

  private static Content decoded(String topic) {
    return DemoCase.decoded(kafka, registry, topic);
  }

  private static RunConfig config(String id, Path folder) {
    return new RunConfig(
            id,
            kafka.bootstrapServers(),
            Map.of("schema.registry.url", SharedCluster.registryUrl()),
            Map.of(),
            folder,
            2,
            RunConfig.DEFAULT_COMMIT_INTERVAL)
        .withRegistration(Registration.COMPATIBLE);
  }
}
