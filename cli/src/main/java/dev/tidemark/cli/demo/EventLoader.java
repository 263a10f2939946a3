package dev.tidemark.cli.demo;

import static java.util.stream.Collectors.joining;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events as the jobs expect them: topics of 4 partitions that keep everything, schemas
 * registered, keys plain UTF-8 strings, Kafka's default partitioner, each record's timestamp the
 * event time, one idempotent producer that waits for all replicas. So each partition holds its
 * events in the order of publication; {@link SourceEvent#publishedTo} tells where each stands.
 */
public final class EventLoader {

  /** The number of partitions of a created topic. */
  public static final int PARTITIONS = 4;

  private static final int PROGRESS_EVERY = 200;
  private static final Duration LEADERS_LIMIT = Duration.ofSeconds(30);

  private final String bootstrapServers;
  private final SchemaRegistry registry;

  /**
   * @param bootstrapServers the cluster, as {@code host:port,...}
   * @param registry where the schemas are registered
   */
  public EventLoader(String bootstrapServers, SchemaRegistry registry) {
    this.bootstrapServers = bootstrapServers;
    this.registry = registry;
  }

  /**
   * Creates the topics and publishes all events, one topic after the other.
   *
   * @param topics what to publish; a table before what is joined with it
   * @throws IllegalStateException when a topic exists already, or the broker refuses something
   * @throws InterruptedException when interrupted; what was published so far stays
   */
  public void load(List<TopicEvents<?>> topics, LoadProgress progress) throws InterruptedException {
    createTopics(topics);
    publish(topics, progress);
  }

  /**
   * Creates the topics of these events.
   *
   * @throws IllegalStateException when one exists already, or the broker refuses it
   */
  public void createTopics(List<TopicEvents<?>> topics) throws InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.createTopics(topics.stream().map(EventLoader::newTopic).toList()).all().get();
      awaitLeaders(admin, topics);
    } catch (ExecutionException e) {
      String names = topics.stream().map(TopicEvents::topic).collect(joining(", "));
      String remedy =
          e.getCause() instanceof TopicExistsException
              ? "delete it, or take an empty cluster"
              : "see whether the broker at " + bootstrapServers + " is well";
      throw new IllegalStateException(
          "the topics " + names + " can't be created: " + reasonOf(e.getCause()) + "; " + remedy,
          e.getCause());
    }
  }

  /**
   * Registers the schemas and publishes all events to topics that exist, one topic after the other.
   * Returns when the broker has all of them.
   *
   * @throws IllegalStateException when the broker refuses an event
   * @throws InterruptedException when interrupted; what was published so far stays
   */
  public void publish(List<TopicEvents<?>> topics, LoadProgress progress)
      throws InterruptedException {
    topics.forEach(
        topic ->
            topic.type().schema().ifPresent(schema -> registry.register(topic.subject(), schema)));
    long total = topics.stream().mapToLong(topic -> topic.events().size()).sum();
    progress.at(0, total);
    try (Producer<String, byte[]> producer = producer()) {
      Sending sending = new Sending(producer, total, progress);
      for (TopicEvents<?> topic : topics) {
        sending.send(topic, registry);
      }
      producer.flush();
      sending.report();
    }
  }

  /**
   * Waits until the broker leads the new partitions: it is asked of them until it answers. A broker
   * that refuses a producer's first batch since it does not lead yet, but takes the second, takes
   * that for the first, and refuses the real one permanently.
   */
  private static void awaitLeaders(Admin admin, List<TopicEvents<?>> topics)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicEvents<?> topic : topics) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        asked.put(new TopicPartition(topic.topic(), partition), OffsetSpec.latest());
      }
    }
    long deadline = System.nanoTime() + LEADERS_LIMIT.toNanos();
    while (true) {
      try {
        admin
            .describeTopics(topics.stream().map(TopicEvents::topic).toList())
            .allTopicNames()
            .get();
        admin.listOffsets(asked).all().get();
        return;
      } catch (ExecutionException e) {
        boolean isNew = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!isNew || System.nanoTime() - deadline > 0) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  private Producer<String, byte[]> producer() {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.LINGER_MS_CONFIG,
            20);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  private static NewTopic newTopic(TopicEvents<?> events) {
    return new NewTopic(events.topic(), Optional.of(PARTITIONS), Optional.empty())
        .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
  }

  private static String reasonOf(@Nullable Throwable failure) {
    if (failure == null) {
      return "no reason given";
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /**
   * One run of the producer: counts what the broker has acknowledged and keeps the first refusal.
   */
  private static final class Sending {
    private final Producer<String, byte[]> producer;
    private final long total;
    private final LoadProgress progress;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Exception> refusal = new AtomicReference<>();
    private long sent;

    Sending(Producer<String, byte[]> producer, long total, LoadProgress progress) {
      this.producer = producer;
      this.total = total;
      this.progress = progress;
    }

    <T> void send(TopicEvents<T> topic, SchemaRegistry registry) throws InterruptedException {
      Codec<T> codec = topic.type().topicCodec(registry, topic.subject());
      for (Event<T> event : topic.events()) {
        byte[] value = codec.encode(event.value());
        producer.send(
            new ProducerRecord<>(
                topic.topic(), null, event.time().toEpochMilli(), event.key(), value),
            (metadata, failure) -> {
              if (failure == null) {
                acknowledged.incrementAndGet();
              } else {
                refusal.compareAndSet(null, failure);
              }
            });
        if (++sent % PROGRESS_EVERY == 0) {
          report();
        }
      }
    }

    void report() throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException(
            "loading was interrupted after " + sent + " of " + total + " events");
      }
      Exception failure = refusal.get();
      if (failure != null) {
        throw new IllegalStateException(
            "the broker refused an event: "
                + reasonOf(failure)
                + "; nothing after it can be relied on, start afresh",
            failure);
      }
      progress.at(acknowledged.get(), total);
    }
  }
}
