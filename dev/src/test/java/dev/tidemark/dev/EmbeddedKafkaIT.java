package dev.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaIT {
  private static final Duration START_MAX = Duration.ofSeconds(30);

  @Test
  void shouldReadBackWhatATransactionWrote() throws Exception {
    Instant begin = Instant.now();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafka.Options.defaults())) {
      assertThat(Duration.between(begin, Instant.now())).isLessThan(START_MAX);
      createTopic(kafka, "events");

      writeInTransaction(kafka, "events", "kept", true);
      writeInTransaction(kafka, "events", "aborted", false);
      writeInTransaction(kafka, "events", "also kept", true);

      assertThat(read(kafka, "events", 2)).containsExactly("kept", "also kept");
    }
  }

  @Test
  void shouldOfferTheSecondTransactionProtocolAndCreateNoTopicByItself() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
        Admin admin = admin(kafka)) {
      FeatureMetadata features = admin.describeFeatures().featureMetadata().get();

      assertThat(features.finalizedFeatures().get("transaction.version"))
          .isEqualTo(new FinalizedVersionRange((short) 2, (short) 2));
      assertThatThrownBy(() -> admin.describeTopics(List.of("mistyped")).allTopicNames().get())
          .hasMessageContaining("does not host this topic-partition");
    }
  }

  @Test
  void shouldKeepRecordsThatAreOlderThanAnyRetention() throws Exception {
    EmbeddedKafka.Options options =
        EmbeddedKafka.Options.defaults()
            .withBrokerProperty("log.retention.check.interval.ms", "100")
            .withBrokerProperty("log.initial.task.delay.ms", "100");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(options);
        Admin admin = admin(kafka)) {
      createTopic(kafka, "events");
      NewTopic witness = new NewTopic("witness", 1, (short) 1);
      admin.createTopics(List.of(witness.configs(Map.of("retention.ms", "1")))).all().get();
      try (KafkaProducer<String, String> producer = producer(kafka, Map.of())) {
        producer.send(new ProducerRecord<>("events", 0, 1L, "key", "of 1970")).get();
        producer.send(new ProducerRecord<>("witness", 0, 1L, "key", "of 1970")).get();
      }

      Waiting.await(() -> firstOffset(admin, "witness"), 1L);

      assertThat(firstOffset(admin, "events")).isZero();
      assertThat(read(kafka, "events", 1)).containsExactly("of 1970");
    }
  }

  @Test
  void shouldFindItsTopicsRecordsAndClusterAgainInItsDataFolder(@TempDir Path folder)
      throws Exception {
    EmbeddedKafka.Options options =
        EmbeddedKafka.Options.defaults().withDataDir(folder.resolve("new"));
    String clusterId;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
      createTopic(kafka, "events");
      writeInTransaction(kafka, "events", "kept", true);
      clusterId = clusterId(kafka);
    }

    try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
      assertThat(clusterId(kafka)).isEqualTo(clusterId);
      assertThat(read(kafka, "events", 1)).containsExactly("kept");
    }
  }

  @Test
  void shouldStartAgainOnTheFolderOfABrokerThatWasKilled(@TempDir Path folder) throws Exception {
    String[] arguments = {"--data-dir", folder.resolve("data").toString()};
    try (ChildJvm child = ChildJvm.start(folder, EmbeddedKafkaMain.class, arguments)) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", child.line()))) {
        admin.createTopics(List.of(new NewTopic("events", 1, (short) 1))).all().get();
      }
      child.kill();
      child.exitCode();
    }

    Instant begin = Instant.now();
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(EmbeddedKafka.Options.defaults().withDataDir(folder.resolve("data")))) {
      assertThat(Duration.between(begin, Instant.now())).isLessThan(START_MAX);
      writeInTransaction(kafka, "events", "after the crash", true);
      assertThat(read(kafka, "events", 1)).containsExactly("after the crash");
    }
  }

  @Test
  void shouldLeaveNoThreadAndNoFileWhenClosed() {
    // The first start in a JVM may begin threads that are nobody's, such as those of the JDK.
    EmbeddedKafka.start(EmbeddedKafka.Options.defaults()).close();
    Set<Thread> threads = Waiting.threads();
    List<Path> files = temporaryFolders();

    EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
    assertThat(temporaryFolders()).hasSize(files.size() + 1);
    kafka.close();
    kafka.close();

    Waiting.assertNoThreadsBut(threads);
    assertThat(temporaryFolders()).isEqualTo(files);
  }

  @Test
  void shouldSayThatAPortIsInUseAndLeaveNothingBehind() throws IOException {
    Set<Thread> threads = Waiting.threads();
    List<Path> files = temporaryFolders();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      EmbeddedKafka.Options options = EmbeddedKafka.Options.defaults().withPort(port);

      assertThatThrownBy(() -> EmbeddedKafka.start(options))
          .isInstanceOf(StartException.class)
          .hasMessage(
              "port %d is in use by another program; choose another with --kafka-port, or 0 for a free one",
              port);
    }
    Waiting.assertNoThreadsBut(threads);
    assertThat(temporaryFolders()).isEqualTo(files);
  }

  @Test
  void shouldListenOnThePortThatIsAskedFor() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(EmbeddedKafka.Options.defaults().withPort(port))) {
      assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
      assertThat(clusterId(kafka)).isNotBlank();
    }
  }

  @Test
  void shouldRefuseAFolderThatAnotherBrokerUses(@TempDir Path folder) {
    EmbeddedKafka.Options options = EmbeddedKafka.Options.defaults().withDataDir(folder);
    try (EmbeddedKafka first = EmbeddedKafka.start(options)) {
      assertThatThrownBy(() -> EmbeddedKafka.start(options))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("in use by another broker")
          .hasMessageContaining("--data-dir");
      assertThat(first.port()).isPositive();
    }
  }

  @Test
  void shouldRefuseAFolderThatIsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(
            () -> EmbeddedKafka.start(EmbeddedKafka.Options.defaults().withDataDir(file)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void shouldRefuseSettingsThatItDecidesItselfAndSettingsThatAreInvalid() {
    Set<Thread> threads = Waiting.threads();
    EmbeddedKafka.Options options = EmbeddedKafka.Options.defaults();

    assertThatThrownBy(() -> EmbeddedKafka.start(options.withBrokerProperty("node.id", "2")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("node.id");
    assertThatThrownBy(
            () -> EmbeddedKafka.start(options.withBrokerProperty("num.io.threads", "many")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("num.io.threads");
    assertThatThrownBy(() -> options.withPort(65536)).isInstanceOf(IllegalArgumentException.class);
    Waiting.assertNoThreadsBut(threads);
  }

  private static Admin admin(EmbeddedKafka kafka) {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private static String clusterId(EmbeddedKafka kafka) throws Exception {
    try (Admin admin = admin(kafka)) {
      return admin.describeCluster().clusterId().get();
    }
  }

  private static long firstOffset(Admin admin, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.earliest()))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError("no offset of " + topic, e);
    }
  }

  private static void createTopic(EmbeddedKafka kafka, String topic) throws Exception {
    try (Admin admin = admin(kafka)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  private static KafkaProducer<String, String> producer(
      EmbeddedKafka kafka, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static void writeInTransaction(
      EmbeddedKafka kafka, String topic, String value, boolean commit) {
    try (KafkaProducer<String, String> producer =
        producer(kafka, Map.of("transactional.id", "writer"))) {
      producer.initTransactions();
      producer.beginTransaction();
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, "key", value));
      producer.flush();
      assertThat(sent).isDone();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private static List<String> read(EmbeddedKafka kafka, String topic, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", kafka.bootstrapServers(),
            "group.id", "reader",
            "auto.offset.reset", "earliest",
            "isolation.level", "read_committed");
    List<String> values = new ArrayList<>();
    Instant end = Instant.now().plus(START_MAX);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      while (values.size() < count && Instant.now().isBefore(end)) {
        consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
      }
    }
    return values;
  }

  /** Those of this JVM; other JVMs run other tests at the same time. */
  private static List<Path> temporaryFolders() {
    String prefix = "tidemark-dev-" + ProcessHandle.current().pid() + "-";
    return Waiting.entries(Path.of(System.getProperty("java.io.tmpdir"))).stream()
        .filter(path -> path.getFileName().toString().startsWith(prefix))
        .sorted()
        .toList();
  }
}
