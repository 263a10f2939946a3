package dev.tidemark.node.cluster;

import dev.tidemark.node.config.NodeConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the node's Kafka clients: small buffers, short patience, and the user's security settings.
 * A node has many small topics to follow and little memory to do it in.
 */
public final class KafkaClients {

  /** The longest time of one request. */
  static final int REQUEST_MS = 5_000;

  /** The time that a client retries. */
  static final int ANSWER_MS = 10_000;

  /** The largest record that a node writes, in bytes. */
  static final int RECORD_BYTES_MAX = 4 << 20;

  /** The largest record that a node copies from topic to topic, in bytes. */
  private static final int LARGE_RECORD_BYTES_MAX = 64 << 20;

  private static final int PRODUCER_BUFFER_BYTES = 8 << 20;
  private static final int FETCH_BYTES = 2 << 20;

  private final Map<String, Object> common;
  private final String name;

  private KafkaClients(Map<String, Object> common, String name) {
    this.common = common;
    this.name = name;
  }

  /** The clients of a node. */
  public static KafkaClients of(NodeConfig config) {
    Map<String, Object> common = new HashMap<>(config.connections().kafka());
    common.put(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.connections().bootstrapServers());
    common.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
    common.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
    return new KafkaClients(Map.copyOf(common), config.cluster() + "-node-" + config.id());
  }

  /** A client that asks and administers. */
  public Admin admin() {
    return Admin.create(with("admin"));
  }

  /** A consumer without a group, of committed records or of all. */
  public KafkaConsumer<byte[], byte[]> consumer(String purpose, boolean committed) {
    Map<String, Object> properties = with(purpose);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation(committed));
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES / 2);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * A producer.
   *
   * @param transactionalId empty for one without transactions
   * @param transactionMs how long a transaction may last
   */
  KafkaProducer<byte[], byte[]> producer(
      String purpose, Optional<String> transactionalId, int transactionMs) {
    return producer(purpose, transactionalId, transactionMs, Map.of());
  }

  /**
   * A producer of records of any size, in transactions.
   *
   * @param transactionMs how long a transaction may last
   */
  public KafkaProducer<byte[], byte[]> transactions(
      String purpose, String transactionalId, int transactionMs) {
    return producer(
        purpose,
        Optional.of(transactionalId),
        transactionMs,
        Map.of(
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            LARGE_RECORD_BYTES_MAX,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            2L * LARGE_RECORD_BYTES_MAX));
  }

  private KafkaProducer<byte[], byte[]> producer(
      String purpose,
      Optional<String> transactionalId,
      int transactionMs,
      Map<String, Object> more) {
    Map<String, Object> properties = with(purpose);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_MS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWER_MS);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, PRODUCER_BUFFER_BYTES);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RECORD_BYTES_MAX);
    transactionalId.ifPresent(
        id -> {
          properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
          properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, transactionMs);
        });
    properties.putAll(more);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> with(String purpose) {
    Map<String, Object> properties = new HashMap<>(common);
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, name + "-" + purpose);
    // no JMX beans and no telemetry: no process reads them, and each client would keep its own
    properties.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    properties.put("enable.metrics.push", false);
    return properties;
  }

  private static String isolation(boolean committed) {
    return committed ? "read_committed" : "read_uncommitted";
  }

  /** Returns the message of the innermost cause that has one. */
  static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && isWrapper(cause)) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static boolean isWrapper(Throwable e) {
    return e.getClass() == KafkaException.class
        || e instanceof java.util.concurrent.ExecutionException;
  }
}
