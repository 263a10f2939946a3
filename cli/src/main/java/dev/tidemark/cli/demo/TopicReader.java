package dev.tidemark.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.codec.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic as a read-committed consumer sees it: from its beginning to where it ended when the
 * reading began, in the order (partition, offset). Needs no consumer group and leaves nothing
 * behind.
 */
public final class TopicReader {

  private static final Duration POLL = Duration.ofMillis(100);

  private final String bootstrapServers;
  private final Map<String, String> security;
  private final SchemaRegistry registry;
  private final Duration timeout;

  /**
   * @param bootstrapServers the cluster, as {@code host:port,...}
   * @param registry where the writers' schemas are found
   * @param timeout how long one reading may take
   */
  public TopicReader(String bootstrapServers, SchemaRegistry registry, Duration timeout) {
    this(bootstrapServers, Map.of(), registry, timeout);
  }

  /**
   * The same with the properties that clients need to be let in.
   *
   * @param security e.g. {@code sasl.jaas.config}
   */
  public TopicReader(
      String bootstrapServers,
      Map<String, String> security,
      SchemaRegistry registry,
      Duration timeout) {
    this.bootstrapServers = bootstrapServers;
    this.security = Map.copyOf(security);
    this.registry = registry;
    this.timeout = timeout;
  }

  /**
   * Reads all records, with their values decoded by the schemas that they were written with.
   *
   * @throws IllegalStateException when the topic doesn't exist, a value isn't Avro in Confluent's
   *     wire format, or the time is over
   */
  public List<TopicRecord> read(String topic) {
    Map<Integer, Codec<GenericRecord>> codecs = new HashMap<>();
    return readRaw(topic).stream().map(raw -> decode(raw, codecs)).toList();
  }

  /**
   * Reads all records as bytes, e.g. of a dead-letter topic.
   *
   * @throws IllegalStateException when the topic doesn't exist or the time is over
   */
  public List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> readRaw(String topic) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, timeout).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new IllegalStateException(
            "the topic "
                + topic
                + " doesn't exist at "
                + bootstrapServers
                + ": create it, or start the job that writes it");
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);

      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (!hasReached(consumer, ends)) {
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException(
              "the topic "
                  + topic
                  + " was not read to its end within "
                  + timeout.toSeconds()
                  + " s: see whether a transaction hangs or the broker is down");
        }
        for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(POLL)) {
          if (polled.offset()
              < ends.getOrDefault(new TopicPartition(topic, polled.partition()), 0L)) {
            records.add(polled);
          }
        }
      }
      records.sort(
          Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
              .thenComparingLong(ConsumerRecord::offset));
      return records;
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    Map<String, Object> config = new HashMap<>(security);
    config.putAll(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            IsolationLevel.READ_COMMITTED.toString(),
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false));
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Positions also pass what a transaction leaves behind: its markers and what it aborted. */
  private static boolean hasReached(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private TopicRecord decode(
      ConsumerRecord<byte[], byte[]> raw, Map<Integer, Codec<GenericRecord>> codecs) {
    PoisonCause defect = WireFormat.headerDefect(raw.value());
    if (defect != null) {
      throw undecodable(raw, defect.toString());
    }
    Codec<GenericRecord> codec =
        codecs.computeIfAbsent(WireFormat.schemaId(raw.value()), id -> codec(raw.topic(), id));
    Decoded<GenericRecord> decoded = codec.decode(raw.value());
    if (decoded instanceof Decoded.Ok<GenericRecord> ok) {
      return new TopicRecord(
          raw.partition(),
          raw.offset(),
          text(raw.key()),
          Instant.ofEpochMilli(raw.timestamp()),
          ok.value());
    }
    throw undecodable(raw, ((Decoded.Poison<GenericRecord>) decoded).detail());
  }

  private Codec<GenericRecord> codec(String topic, int schemaId) {
    return Types.generic(registry.schemaById(schemaId)).topicCodec(registry, topic + "-value");
  }

  private static @Nullable String text(byte @Nullable [] key) {
    return key == null ? null : new String(key, UTF_8);
  }

  private static IllegalStateException undecodable(ConsumerRecord<?, ?> raw, String reason) {
    return new IllegalStateException(
        "the value at offset "
            + raw.offset()
            + " of "
            + raw.topic()
            + "-"
            + raw.partition()
            + " can't be decoded: "
            + reason
            + "; read it raw");
  }
}
