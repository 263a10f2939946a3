package dev.tidemark.topology.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What the consumer of the current stream thread has handed out: processors don't see it, and it is half of the proof
 * that a partition has nothing more.
 */
final class ConsumerProgress {

  private static final ThreadLocal<@Nullable Observed> CURRENT = new ThreadLocal<>();
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);

  private ConsumerProgress() {}

  /** A consumer that remembers what it handed out. */
  static KafkaConsumer<byte[], byte[]> observed(Map<String, Object> config) {
    return new Observed(config);
  }

  /**
   * Where a partition ends, if everything before that has been processed.
   *
   * @param lastProcessed the offset of the last record processed in this life of the task; empty: none
   * @return the position, if the broker says now that it is the end, and nothing that was fetched is still waiting
   */
  static OptionalLong provedEnd(TopicPartition partition, OptionalLong lastProcessed) {
    Observed consumer = CURRENT.get();
    if (consumer == null) {
      return OptionalLong.empty();
    }
    try {
      return consumer.provedEnd(partition, lastProcessed);
    } catch (KafkaException | IllegalStateException e) {
      return OptionalLong.empty(); // not assigned any more, or no answer in time: nothing is proved
    }
  }

  private static final class Observed extends KafkaConsumer<byte[], byte[]> {
    private final Map<TopicPartition, Long> handedOut = new HashMap<>();

    private Observed(Map<String, Object> config) {
      super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      CURRENT.set(this);
      ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
      for (TopicPartition partition : records.partitions()) {
        List<ConsumerRecord<byte[], byte[]>> part = records.records(partition);
        handedOut.put(partition, part.get(part.size() - 1).offset());
      }
      return records;
    }

    private OptionalLong provedEnd(TopicPartition partition, OptionalLong lastProcessed) {
      if (!assignment().contains(partition)) {
        return OptionalLong.empty();
      }
      Long last = handedOut.get(partition);
      long position = position(partition, ASK_TIMEOUT);
      boolean waiting = last != null && last < position && last > lastProcessed.orElse(-1);
      if (waiting) {
        return OptionalLong.empty();
      }
      Long end = endOffsets(Set.of(partition), ASK_TIMEOUT).get(partition);
      return end != null && end == position ? OptionalLong.of(position) : OptionalLong.empty();
    }
  }
}
