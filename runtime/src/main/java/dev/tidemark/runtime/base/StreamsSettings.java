package dev.tidemark.runtime.base;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;

/** The settings of Kafka Streams that a run needs to keep its promises. */
public final class StreamsSettings {

  /**
   * The limit of what producers send and the topics of a job take: more than any source, since
   * headers are added on the way.
   */
  static final int RECORD_BYTES_MAX = 8 * 1024 * 1024;

  private StreamsSettings() {}

  public static Properties of(RunConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.kafka());
    properties.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            config.applicationId(),
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            config.bootstrapServers(),
            StreamsConfig.STATE_DIR_CONFIG,
            config.stateDir().toString(),
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            config.threads(),
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            config.commitInterval().toMillis(),
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
            true,
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
            0L,
            StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
            BoundedRocksDb.class,
            StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
            LogAndFailExceptionHandler.class));
    // With watermarks the order across partitions does not matter, so nothing is waited for; where
    // a table must come
    // first, TablesBeforeStreams holds its streams back.
    properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    String consumer = StreamsConfig.CONSUMER_PREFIX;
    String producer = StreamsConfig.PRODUCER_PREFIX;
    setUnlessSet(properties, consumer, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    setUnlessSet(properties, consumer, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
    // A transaction lives for a commit interval. That of a worker which has died and does not come
    // back hides what its partitions hold until it times out, so this bounds the takeover. But one
    // that waits for new leaders because a broker has died must outlast that (7 to 11 s), or every
    // worker is fenced and restarts.
    long transactionMs = Math.max(12_000, 2 * config.commitInterval().toMillis());
    setUnlessSet(
        properties, producer, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) transactionMs);
    properties.putIfAbsent(producer + ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RECORD_BYTES_MAX);
    // Event times of a replay are old and those of a wrong clock are ahead; state and exchanges
    // must take both.
    properties.put(
        StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
        Long.toString(Long.MAX_VALUE));
    properties.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        Integer.toString(RECORD_BYTES_MAX));
    return properties;
  }

  /**
   * Sets a default unless the key is set, with or without the prefix: a prefixed default would hide
   * it.
   */
  private static void setUnlessSet(Properties properties, String prefix, String key, int value) {
    if (!properties.containsKey(key) && !properties.containsKey(prefix + key)) {
      properties.put(prefix + key, value);
    }
  }
}
