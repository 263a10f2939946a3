package dev.tidemark.records;

import dev.tidemark.runtime.base.Brokers;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.RunConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a topic for people: idempotent, in order, and known to be there when {@link
 * #flush} returns. Belongs to one thread.
 */
public final class TopicWriting implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final String topic;
  private final int partitions;
  private final KafkaProducer<byte @Nullable [], byte @Nullable []> producer;
  private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
  private final AtomicLong written = new AtomicLong();

  /**
   * A record to write.
   *
   * @param partition null: by the key, as Kafka's own clients choose it
   * @param timestamp null: now
   */
  public record Outgoing(
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<OutgoingHeader> headers,
      @Nullable Integer partition,
      @Nullable Long timestamp) {}

  /** A header of one. */
  public record OutgoingHeader(String name, byte @Nullable [] value) {}

  /** A record that could not be written. */
  private record Refusal(String origin, Exception cause) {}

  private TopicWriting(
      String topic, int partitions, KafkaProducer<byte @Nullable [], byte @Nullable []> producer) {
    this.topic = topic;
    this.partitions = partitions;
    this.producer = producer;
  }

  /**
   * Opens one.
   *
   * @param partitionsIfNew how many a topic gets that does not exist; null: it is not created,
   *     since only its owner knows
   * @throws JobException when no broker answers, or the topic does not exist
   */
  public static TopicWriting open(
      RunConfig config, String topic, @Nullable Integer partitionsIfNew) {
    int partitions;
    try (Brokers brokers = Brokers.connect(config)) {
      partitions =
          brokers
              .partitionsOf(topic, "write")
              .orElseGet(() -> created(topic, brokers, partitionsIfNew));
    }
    Properties properties = new Properties();
    properties.putAll(config.kafka());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    properties.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    return new TopicWriting(
        topic,
        partitions,
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  private static int created(String topic, Brokers brokers, @Nullable Integer partitions) {
    if (partitions == null) {
      throw new JobException(
          JobException.Code.TOPIC_MISSING,
          "there is no topic %s on %s".formatted(topic, brokers.addresses()),
          "create it (--create PARTITIONS), or check the name and the cluster");
    }
    NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty());
    try {
      brokers.await(brokers.admin().createTopics(List.of(wanted)).all(), "create topic " + topic);
      return partitions;
    } catch (Brokers.AlreadyThere e) {
      return brokers.partitionsOf(topic, "write").orElse(partitions);
    }
  }

  /**
   * Writes one record, some time soon.
   *
   * @param origin where it comes from, for the message if it can't be written, e.g. {@code line 7}
   * @throws IllegalArgumentException when the topic has no such partition, or no record such a time
   * @throws JobException when it, or an earlier one, could not be written
   */
  public void send(Outgoing outgoing, String origin) {
    Integer partition = outgoing.partition();
    if (partition != null && (partition < 0 || partition >= partitions)) {
      throw new IllegalArgumentException(
          "topic %s has no partition %d, but 0 to %d".formatted(topic, partition, partitions - 1));
    }
    ProducerRecord<byte @Nullable [], byte @Nullable []> made =
        new ProducerRecord<>(
            topic, partition, outgoing.timestamp(), outgoing.key(), outgoing.value());
    outgoing.headers().forEach(header -> made.headers().add(header.name(), header.value()));
    try {
      producer.send(made, (where, thrown) -> noted(origin, thrown));
    } catch (KafkaException e) {
      noted(origin, e);
    }
    refuseAfterFailure();
  }

  private void noted(String origin, @Nullable Exception thrown) {
    if (thrown == null) {
      written.incrementAndGet();
    } else {
      refusal.compareAndSet(null, new Refusal(origin, thrown));
    }
  }

  /** Returns the number of records that are known to be written. */
  public long written() {
    return written.get();
  }

  /**
   * Returns when all is written.
   *
   * @return how many records
   * @throws JobException when something could not be
   */
  public long flush() {
    producer.flush();
    refuseAfterFailure();
    return written.get();
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }

  private void refuseAfterFailure() {
    Refusal refused = refusal.get();
    if (refused == null) {
      return;
    }
    producer.flush(); // what is on its way is written or not, and counted
    Exception thrown = refused.cause();
    boolean access =
        thrown instanceof AuthorizationException || thrown instanceof AuthenticationException;
    throw new JobException(
        code(thrown, access),
        "%s: topic %s does not take the record: %s"
            .formatted(refused.origin(), topic, thrown.getMessage()),
        "%s; %,d records are written"
            .formatted(
                access
                    ? "grant WRITE on the topic to the principal of the file given with --config"
                    : "see the settings of the topic and the broker's log",
                written.get()),
        thrown);
  }

  private static JobException.Code code(Exception thrown, boolean access) {
    if (access) {
      return JobException.Code.NOT_AUTHORIZED;
    }
    return thrown instanceof TimeoutException
        ? JobException.Code.BROKER_UNREACHABLE
        : JobException.Code.RECORD_REFUSED;
  }
}
