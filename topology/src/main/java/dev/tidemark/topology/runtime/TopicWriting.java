package dev.tidemark.topology.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a topic for people: idempotent, in order, and known to be there when {@link
 * #flush} returns. Belongs to one thread.
 */
public final class TopicWriting implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final String topic;
  private final KafkaProducer<byte @Nullable [], byte @Nullable []> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private TopicWriting(String topic, KafkaProducer<byte @Nullable [], byte @Nullable []> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  /**
   * Opens one.
   *
   * @throws JobException when no broker answers, or the topic does not exist: it is not created
   *     here, since only its owner knows its partitions
   */
  public static TopicWriting open(RunConfig config, String topic) {
    try (Brokers brokers = Brokers.connect(config)) {
      if (brokers.partitionsOf(topic, "write").isEmpty()) {
        throw new JobException(
            JobException.Code.TOPIC_MISSING,
            "there is no topic %s on %s".formatted(topic, brokers.addresses()),
            "create it (kafka-topics.sh --create), or check the name and the cluster");
      }
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
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /**
   * Writes one record, some time soon.
   *
   * @param partition null: by the key, as Kafka's own clients choose it
   * @param timestamp null: now
   * @throws JobException when an earlier one could not be written
   */
  public void send(
      byte @Nullable [] key,
      byte @Nullable [] value,
      Map<String, String> headers,
      @Nullable Integer partition,
      @Nullable Long timestamp) {
    refuseAfterFailure();
    ProducerRecord<byte @Nullable [], byte @Nullable []> written =
        new ProducerRecord<>(topic, partition, timestamp, key, value);
    headers.forEach(
        (name, text) -> written.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    try {
      producer.send(
          written,
          (where, thrown) -> {
            if (thrown != null) {
              failure.compareAndSet(null, thrown);
            }
          });
    } catch (KafkaException | IllegalArgumentException e) {
      throw refused(e);
    }
  }

  /**
   * Returns when all is written.
   *
   * @throws JobException when something could not be
   */
  public void flush() {
    producer.flush();
    refuseAfterFailure();
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }

  private void refuseAfterFailure() {
    Exception thrown = failure.get();
    if (thrown != null) {
      throw refused(thrown);
    }
  }

  private JobException refused(Exception thrown) {
    boolean access =
        thrown instanceof AuthorizationException || thrown instanceof AuthenticationException;
    return new JobException(
        access ? JobException.Code.NOT_AUTHORIZED : JobException.Code.INTERNAL,
        "topic %s does not take the record: %s".formatted(topic, thrown.getMessage()),
        access
            ? "grant WRITE on topic " + topic + " to the principal of the file given with --config"
            : "see the settings of the topic and the broker's log",
        thrown);
  }
}
