package dev.tidemark.records;

import dev.tidemark.runtime.base.Brokers;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.registry.RegistryAccessException;
import dev.tidemark.serde.registry.RegistryRequestException;
import dev.tidemark.serde.registry.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic for display: in no group, so that no consumer is disturbed and no offset is
 * committed. Belongs to one thread.
 */
public final class TopicReading implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** The longest time that a partition may withhold records that it is known to have. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ReadableBytes readable;
  private final Request request;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private long reached = -1;
  private long movedAt = System.nanoTime();

  /**
   * A request to read a topic.
   *
   * @param from where to begin: {@code null} is the beginning of the topic
   * @param isFromEnd whether to begin at the end instead
   * @param partitions which of them; empty for all
   * @param keyType as plans name it, for keys without a schema; {@code null}: as they look
   * @param valueType the same of values
   * @param withUncommitted whether to read what transactions have not committed, or aborted
   */
  public record Request(
      String topic,
      @Nullable Instant from,
      boolean isFromEnd,
      Set<Integer> partitions,
      @Nullable String keyType,
      @Nullable String valueType,
      boolean withUncommitted) {}

  /**
   * A record in human-readable form.
   *
   * @param headers in their order
   */
  public record Shown(
      int partition,
      long offset,
      Instant timestamp,
      ReadableBytes.Shown key,
      ReadableBytes.Shown value,
      List<ShownHeader> headers) {}

  /** A header in human-readable form. */
  public record ShownHeader(String name, ReadableBytes.Shown value) {}

  private TopicReading(
      KafkaConsumer<byte[], byte[]> consumer, ReadableBytes readable, Request request) {
    this.consumer = consumer;
    this.readable = readable;
    this.request = request;
  }

  /**
   * Goes to where reading begins.
   *
   * @param registry knows the schemas that keys and values name
   * @throws JobException when no broker answers, the topic does not exist, or may not be read
   */
  public static TopicReading open(RunConfig config, SchemaRegistry registry, Request request) {
    try (Brokers brokers = Brokers.connect(config)) {
      if (brokers.partitionsOf(request.topic(), "read").isEmpty()) {
        throw new JobException(
            JobException.Code.TOPIC_MISSING,
            "there is no topic %s on %s".formatted(request.topic(), brokers.addresses()),
            "check the name and the cluster");
      }
    }
    Properties properties = new Properties();
    properties.putAll(config.kafka());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        request.withUncommitted() ? "read_uncommitted" : "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // what is deleted while it is read; by default, all the rest would be passed over
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    TopicReading reading =
        new TopicReading(
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            new ReadableBytes(registry),
            request);
    try {
      translated(request.topic(), reading::seek);
      return reading;
    } catch (RuntimeException e) {
      reading.close();
      throw e;
    }
  }

  private void seek() {
    List<TopicPartition> partitions = new ArrayList<>();
    Set<Integer> known = new TreeSet<>();
    consumer.partitionsFor(request.topic(), ANSWER).forEach(info -> known.add(info.partition()));
    for (int partition : request.partitions().isEmpty() ? known : request.partitions()) {
      if (!known.contains(partition)) {
        throw new JobException(
            JobException.Code.INVALID_QUERY,
            "topic %s has no partition %d".formatted(request.topic(), partition),
            "it has 0 to " + (known.size() - 1));
      }
      partitions.add(new TopicPartition(request.topic(), partition));
    }
    consumer.assign(partitions);
    ends.putAll(consumer.endOffsets(partitions, ANSWER));
    if (request.isFromEnd()) {
      ends.forEach(consumer::seek);
    } else if (request.from() == null) {
      consumer.beginningOffsets(partitions, ANSWER).forEach(consumer::seek);
    } else {
      seek(partitions, request.from().toEpochMilli());
    }
  }

  private void seek(List<TopicPartition> partitions, long timestamp) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, timestamp));
    Map<TopicPartition, @Nullable OffsetAndTimestamp> found =
        consumer.offsetsForTimes(times, ANSWER);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = found.get(partition);
      consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
    }
  }

  /**
   * Returns the next records; none if none comes in time.
   *
   * @throws JobException when the topic can't be read any more
   * @throws RegistryUnavailableException when a schema can't be looked up
   * @throws RegistryAccessException when it may not be
   * @throws RegistryRequestException when the registry answers something else
   */
  public List<Shown> next(Duration patience) {
    List<Shown> shown = new ArrayList<>();
    translated(
        request.topic(),
        () -> {
          consumer.poll(patience).forEach(found -> shown.add(shown(found)));
          refuseSilence();
        });
    return shown;
  }

  /** Returns whether all is read that the topic had when reading began. */
  public boolean isAtEnd() {
    return ends.entrySet().stream().allMatch(end -> position(end.getKey()) >= end.getValue());
  }

  private long position(TopicPartition partition) {
    return consumer.position(partition, ANSWER);
  }

  /**
   * Fails if the position does not advance. Compares positions, since the consumer passes over
   * transaction markers without reporting them.
   */
  private void refuseSilence() {
    long positions = ends.keySet().stream().mapToLong(this::position).sum();
    if (positions != reached || isAtEnd()) {
      reached = positions;
      movedAt = System.nanoTime();
    } else if (System.nanoTime() - movedAt > SILENCE_MAX.toNanos()) {
      throw new TimeoutException("nothing for " + SILENCE_MAX);
    }
  }

  private Shown shown(ConsumerRecord<byte[], byte[]> found) {
    List<ShownHeader> headers = new ArrayList<>();
    for (Header header : found.headers()) {
      headers.add(new ShownHeader(header.key(), readable.of(header.value(), "string")));
    }
    Shown shown =
        new Shown(
            found.partition(),
            found.offset(),
            Instant.ofEpochMilli(found.timestamp()),
            readable.of(found.key(), request.keyType()),
            readable.of(found.value(), request.valueType()),
            headers);
    RuntimeException outage = readable.outage();
    if (outage != null) {
      throw outage; // else a whole topic would look like garbage, and each record wait for it
    }
    return shown;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }

  private static void translated(String topic, Runnable action) {
    try {
      action.run();
    } catch (AuthorizationException | AuthenticationException e) {
      throw new JobException(
          JobException.Code.NOT_AUTHORIZED,
          "the cluster does not let you read topic " + topic + ": " + e.getMessage(),
          "check the credentials in the file given with --config, and the principal's ACLs",
          e);
    } catch (TimeoutException e) {
      throw new JobException(
          JobException.Code.BROKER_UNREACHABLE,
          "the brokers do not answer for topic " + topic,
          "see whether all of its partitions have a leader, and try again",
          e);
    } catch (KafkaException e) {
      throw new JobException(
          JobException.Code.INTERNAL,
          "topic " + topic + " can't be read: " + e.getMessage(),
          "see the broker's log",
          e);
    }
  }
}
