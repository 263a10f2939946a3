package dev.tidemark.node.deadletters;

import dev.tidemark.records.ReadableBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Topics in memory. Of the writers only the one that was opened last may commit, as Kafka fences
 * transactions.
 */
final class MemoryTopics implements DeadLetters.Access {
  final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> partitions = new HashMap<>();
  final Map<String, String> ids = new HashMap<>();
  final List<Integer> batches = new ArrayList<>();

  /** Is run before a commit counts. */
  Runnable beforeCommit = () -> {};

  private int generation;

  void create(String topic, int count) {
    ids.put(topic, topic + "-" + System.identityHashCode(new Object()));
    for (int p = 0; p < count; p++) {
      partitions.put(new TopicPartition(topic, p), new ArrayList<>());
    }
  }

  void delete(String topic) {
    ids.remove(topic);
    partitions.keySet().removeIf(partition -> partition.topic().equals(topic));
  }

  List<ConsumerRecord<byte[], byte[]>> of(String topic, int partition) {
    return partitions.getOrDefault(new TopicPartition(topic, partition), List.of());
  }

  /** Appends a record; answers its offset. */
  long append(
      String topic,
      int partition,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers) {
    List<ConsumerRecord<byte[], byte[]>> log = partitions.get(new TopicPartition(topic, partition));
    if (log == null) {
      throw new IllegalStateException("there is no " + topic + "-" + partition);
    }
    log.add(
        new ConsumerRecord<>(
            topic,
            partition,
            log.size(),
            timestamp,
            TimestampType.CREATE_TIME,
            key == null ? -1 : key.length,
            value == null ? -1 : value.length,
            key,
            value,
            headers,
            Optional.empty()));
    return log.size() - 1L;
  }

  static Headers headers(Map<String, String> texts) {
    Headers headers = new RecordHeaders();
    new TreeMap<>(texts)
        .forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
    return headers;
  }

  static @Nullable String header(ConsumerRecord<byte[], byte[]> read, String name) {
    return read.headers().lastHeader(name) == null
        ? null
        : new String(read.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Override
  public DeadLetterLog log() {
    return new DeadLetterLog() {
      @Override
      public Optional<TopicEnds> topicEnds(String topic) {
        String id = ids.get(topic);
        if (id == null) {
          return Optional.empty();
        }
        Map<Integer, Long> ends = new HashMap<>();
        partitions.forEach(
            (partition, log) -> {
              if (partition.topic().equals(topic)) {
                ends.put(partition.partition(), (long) log.size());
              }
            });
        return Optional.of(new TopicEnds(id, ends));
      }

      @Override
      public void read(
          String topic,
          int partition,
          long from,
          long to,
          Predicate<ConsumerRecord<byte[], byte[]>> visit) {
        for (ConsumerRecord<byte[], byte[]> each : List.copyOf(of(topic, partition))) {
          if (each.offset() >= from && each.offset() < to && !visit.test(each)) {
            return;
          }
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public DeadLetterWriter writer(String job, List<String> topics) {
    topics.stream()
        .map(Resolutions::topicOf)
        .filter(topic -> !ids.containsKey(topic))
        .forEach(topic -> create(topic, 1));
    int own = ++generation;
    return new DeadLetterWriter() {
      @Override
      public void commit(List<Settled> batch) {
        beforeCommit.run();
        if (own != generation) {
          throw new Superseded(new IllegalStateException("fenced"));
        }
        batches.add(batch.size());
        for (Settled settled : batch) {
          Resolution resolution = settled.resolution();
          ProducerRecord<byte[], byte[]> copy = settled.copy();
          if (copy != null) {
            long offset =
                append(
                    copy.topic(),
                    copy.partition(),
                    copy.timestamp(),
                    copy.key(),
                    copy.value(),
                    copy.headers());
            resolution = resolution.writtenTo(copy.topic() + "/" + copy.partition() + "/" + offset);
          }
          append(
              Resolutions.topicOf(settled.letter().topic()),
              0,
              0,
              settled.letter().name().getBytes(StandardCharsets.UTF_8),
              resolution.json(),
              new RecordHeaders());
        }
      }

      @Override
      public void close() {}
    };
  }

  /** Whoever wrote can't any more. */
  void supersede() {
    generation++;
  }

  @Override
  public ReadableBytes readable() {
    return new ReadableBytes(null);
  }
}
