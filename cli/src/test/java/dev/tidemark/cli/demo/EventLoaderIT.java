package dev.tidemark.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.schemas.StateDelays;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventLoaderIT {

  private record Progress(long done, long total) {}

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final InMemorySchemaRegistry REGISTRY = new InMemorySchemaRegistry();
  private static final List<Progress> PROGRESS = new ArrayList<>();

  private static EmbeddedKafka kafka;

  @BeforeAll
  static void loadEverything() throws InterruptedException {
    kafka = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
    new EventLoader(kafka.bootstrapServers(), REGISTRY)
        .load(TopicEvents.all(), (done, total) -> PROGRESS.add(new Progress(done, total)));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  static List<TopicEvents<?>> topics() {
    return TopicEvents.all();
  }

  @ParameterizedTest
  @MethodSource("topics")
  <T extends SpecificRecord> void shouldPutEveryEventWhereItIsExpected(TopicEvents<T> topic) {
    List<TopicRecord> read = reader().read(topic.topic());

    List<SourceEvent<T>> expected =
        SourceEvent.publishedTo(EventLoader.PARTITIONS, topic.events()).stream()
            .sorted(
                Comparator.<SourceEvent<T>>comparingInt(SourceEvent::partition)
                    .thenComparingLong(SourceEvent::offset))
            .toList();
    assertThat(read).hasSameSizeAs(expected);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i).partition()).isEqualTo(expected.get(i).partition());
      assertThat(read.get(i).offset()).isEqualTo(expected.get(i).offset());
      assertThat(read.get(i).answer()).isEqualTo(Answer.ofLate(expected.get(i)));
    }
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldCreateTopicsThatKeepEverything(TopicEvents<?> topic) throws Exception {
    try (Admin admin = admin()) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topic());

      assertThat(admin.describeTopics(List.of(topic.topic())).allTopicNames().get())
          .hasEntrySatisfying(
              topic.topic(),
              described -> assertThat(described.partitions()).hasSize(EventLoader.PARTITIONS));
      assertThat(admin.describeConfigs(List.of(resource)).all().get().values())
          .singleElement()
          .extracting(config -> config.get(TopicConfig.RETENTION_MS_CONFIG).value())
          .isEqualTo("-1");
    }
  }

  @Test
  void shouldTellHowFarItHasCome() {
    long total = 20_000 + 3_376 + 1_707;

    assertThat(PROGRESS).first().isEqualTo(new Progress(0, total));
    assertThat(PROGRESS).last().isEqualTo(new Progress(total, total));
    assertThat(PROGRESS)
        .hasSizeGreaterThan(100)
        .isSortedAccordingTo(Comparator.comparingLong(Progress::done));
  }

  @Test
  void shouldRefuseTopicsThatExist() {
    EventLoader loader = new EventLoader(kafka.bootstrapServers(), REGISTRY);

    assertThatThrownBy(() -> loader.createTopics(List.of(TopicEvents.airports())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("airports")
        .hasMessageContaining("exists");
  }

  @Test
  void shouldReadOnlyWhatWasCommitted() throws Exception {
    createTopic("committed");
    Instant day = Instant.parse("2001-01-01T00:00:00Z");
    StateDelays delays = new StateDelays("TX", day, day.plusSeconds(86_400), 1L, 20L, 20);
    REGISTRY.register("committed-value", StateDelays.getClassSchema());
    byte[] value =
        Types.avro(StateDelays.class).topicCodec(REGISTRY, "committed-value").encode(delays);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            "committed",
            null,
            day.plusSeconds(86_400).minusMillis(1).toEpochMilli(),
            "TX".getBytes(UTF_8),
            value);
    try (Producer<byte[], byte[]> producer =
        producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "t"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record);
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(record).get();
      producer.abortTransaction();
    }

    List<TopicRecord> read = reader().read("committed");

    assertThat(read).singleElement().extracting(TopicRecord::answer).isEqualTo(Answer.of(delays));
  }

  @Test
  void shouldReadAnEmptyTopic() throws Exception {
    createTopic("empty");

    assertThat(reader().read("empty")).isEmpty();
  }

  @Test
  void shouldReadRawWhatCannotBeDecoded() throws Exception {
    createTopic("raw");
    try (Producer<byte[], byte[]> producer = producer(Map.of())) {
      producer.send(new ProducerRecord<>("raw", null, "no avro".getBytes(UTF_8))).get();
    }

    assertThat(reader().readRaw("raw"))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).isNull();
              assertThat(record.value()).asString(UTF_8).isEqualTo("no avro");
            });
    assertThatThrownBy(() -> reader().read("raw"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("offset 0 of raw-");
  }

  @Test
  void shouldNameATopicThatDoesNotExist() {
    assertThatThrownBy(() -> reader().read("nowhere"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the topic nowhere doesn't exist");
  }

  private static TopicReader reader() {
    return new TopicReader(kafka.bootstrapServers(), REGISTRY, TIMEOUT);
  }

  private static Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
  }

  private static void createTopic(String topic) throws Exception {
    try (Admin admin = admin()) {
      NewTopic created =
          new NewTopic(topic, Optional.of(EventLoader.PARTITIONS), Optional.empty())
              .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
      admin.createTopics(List.of(created)).all().get();
    }
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
