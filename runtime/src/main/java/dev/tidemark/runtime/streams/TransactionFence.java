package dev.tidemark.runtime.streams;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes a commit fail if a task that worked without consuming has another owner by now.
 *
 * <p>The group's coordinator checks the generation of a member when it commits offsets in a
 * transaction, and only then. A task that has consumed anything since it was assigned commits its
 * offsets each time ({@code StreamTask.committableOffsetsAndMetadata}, 4.3.1: {@code
 * consumedOffsets} is never cleared); one that has not commits none, and nothing refuses what it
 * wrote, though it may have been paused for an hour. So the offset at which such a task began is
 * sent along: it is the group's position already, or before it with nothing in between.
 *
 * <p>Each thread has its own, since each has one consumer and one producer.
 */
final class TransactionFence {

  private static final ThreadLocal<Map<TopicPartition, Long>> ASKED =
      ThreadLocal.withInitial(HashMap::new);

  private TransactionFence() {}

  /**
   * To be called on the thread of a task that works without having consumed.
   *
   * @param begin the position of the partition when the task was initialised
   */
  static void ask(TopicPartition partition, long begin) {
    ASKED.get().put(partition, begin);
  }

  /** The task leaves the thread, perhaps without a commit. */
  static void forget(TopicPartition partition) {
    ASKED.get().remove(partition);
  }

  /** Returns a producer that sends the offsets along. */
  static KafkaProducer<byte[], byte[]> producer(Map<String, Object> config) {
    return new Proving(config);
  }

  private static final class Proving extends KafkaProducer<byte[], byte[]> {

    private Proving(Map<String, Object> config) {
      super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void sendOffsetsToTransaction(
        Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
      Map<TopicPartition, Long> asked = ASKED.get();
      if (asked.isEmpty()) {
        super.sendOffsetsToTransaction(offsets, group);
        return;
      }
      Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>(offsets);
      asked.forEach((partition, begin) -> all.putIfAbsent(partition, new OffsetAndMetadata(begin)));
      super.sendOffsetsToTransaction(all, group);
      asked.clear();
    }
  }
}
