package dev.tidemark.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.JobRun;
import dev.tidemark.tests.base.SharedCluster;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.jobs.SlowlyCommittedJob;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka Streams calls the flush inside of the commit: what windows have combined goes out with the
 * transaction of its offsets, not before and not without it. When this fails after an upgrade,
 * {@code CommitHookStore} relies on something that is no more so.
 */
class CommitHookStoreIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long COMMIT_MS = TimeUnit.MINUTES.toMillis(5);
  private static final String TRANSACTION_MS = Long.toString(TimeUnit.MINUTES.toMillis(10));
  private static final int EVENTS = 1_000;
  private static final long BEGIN = 1_000_000_000_000L;

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
  void publish() {
    kafka.deleteTopics();
    kafka.createTopic("events", 1);
    List<TestKafka.Message> messages = new ArrayList<>();
    for (int i = 1; i <= EVENTS; i++) {
      long time = BEGIN + i * 10L;
      String text = time + (i == EVENTS ? ",last" : "," + i);
      messages.add(TestKafka.Message.text("events", 0, time, "k", text));
    }
    kafka.publish(messages);
  }

  @Test
  void shouldSendWhatIsPendingWithTheTransaction(@TempDir Path folder) {
    int before = SlowlyCommittedJob.taken();
    String exchange;
    try (JobRun run = JobRun.start(kafka, plan("10m"), slowly("with", folder))) {
      Await.until(
          "all events are taken", LIMIT, () -> SlowlyCommittedJob.taken() - before == EVENTS);
      exchange = exchange();
      assertThat(partialEvents(exchange, "read_uncommitted")).isZero();
      assertThat(run.waitingFor()).isEmpty();
    }

    assertThat(partialEvents(exchange, "read_committed")).isEqualTo(EVENTS);
  }

  @Test
  void shouldSendNothingWithoutTheTransaction(@TempDir Path folder) {
    try (WorkerProcess worker = worker(folder)) {
      Await.until(
          () -> "the worker sees the last event: " + worker.log(),
          LIMIT,
          () -> worker.log().contains(SlowlyCommittedJob.SEEN));
      worker.kill();
    }
    assertThat(partialEvents(exchange(), "read_committed")).isZero();

    try (JobRun run = JobRun.start(kafka, plan("2s"), quickly("without", folder))) {
      run.awaitEnd(LIMIT);
    }
    assertThat(partialEvents(exchange(), "read_committed")).isEqualTo(EVENTS);
    assertThat(kafka.content("counts").all())
        .extracting(Content.Entry::value)
        .hasSize(10)
        .startsWith(BEGIN + "=99", (BEGIN + 1_000) + "=100");
  }

  /** How many events are in the partial panes of an exchange. */
  private static long partialEvents(String exchange, String isolation) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", isolation);
    TopicPartition partition = new TopicPartition(exchange, 0);
    long events = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (ExchangeCodec.decode(record.value()) instanceof ExchangeMessage.Partial partial) {
            events += partial.count();
          }
        }
      }
    }
    return events;
  }

  private static String exchange() {
    return TestKafka.await(kafka.admin().listTopics().names()).stream()
        .filter(name -> name.endsWith("-repartition"))
        .findFirst()
        .orElseThrow();
  }

  private static PhysicalPlan plan(String idleAfter) {
    return JobPlanner.plan(new SlowlyCommittedJob(), Map.of("idle-after", idleAfter));
  }

  private static RunConfig slowly(String id, Path folder) {
    return new RunConfig(
        id,
        kafka.bootstrapServers(),
        Map.of(),
        Map.of("producer.transaction.timeout.ms", TRANSACTION_MS),
        folder,
        1,
        Duration.ofMillis(COMMIT_MS));
  }

  private static RunConfig quickly(String id, Path folder) {
    return new RunConfig(
        id,
        kafka.bootstrapServers(),
        Map.of(),
        Map.of(),
        folder,
        1,
        RunConfig.DEFAULT_COMMIT_INTERVAL);
  }

  private static WorkerProcess worker(Path folder) {
    return WorkerProcess.start(
        Map.of(
            "job", SlowlyCommittedJob.class.getName(),
            "id", "without",
            "bootstrap", kafka.bootstrapServers(),
            "state", folder.toString(),
            "commit", Long.toString(COMMIT_MS),
            "kafka.producer.transaction.timeout.ms", TRANSACTION_MS),
        folder.resolve("worker.log"));
  }
}
