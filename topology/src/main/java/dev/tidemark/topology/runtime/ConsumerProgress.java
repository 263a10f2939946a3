package dev.tidemark.topology.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
 * What the consumer of the current stream thread has handed out: processors don't see it, and it is
 * half of the proof that a partition has nothing more.
 */
final class ConsumerProgress {

  private static final ThreadLocal<@Nullable Observed> CURRENT = new ThreadLocal<>();
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);

  private ConsumerProgress() {}

  /** A consumer that remembers what it handed out. */
  static KafkaConsumer<byte[], byte[]> observed(
      Map<String, Object> config, TablesBeforeStreams tables) {
    return new Observed(config, tables);
  }

  /**
   * The proof for one partition, from the moment at which its task is initialised on this thread.
   */
  static EndProof endOf(TopicPartition partition) {
    Observed consumer = CURRENT.get();
    return new EndProof(partition, consumer == null ? 0 : consumer.batches(partition));
  }

  /**
   * Tells where a partition ends, if everything before that has been processed.
   *
   * @param batchesBefore what had been handed out before the task was initialised: to an earlier
   *     life of it
   */
  record EndProof(TopicPartition partition, long batchesBefore) {

    /**
     * @param lastProcessed the offset of the last record processed in this life of the task; empty:
     *     none
     * @return the position, if the broker says now that it is the end, and nothing that was fetched
     *     is still waiting
     */
    OptionalLong provedEnd(OptionalLong lastProcessed) {
      Observed consumer = CURRENT.get();
      if (consumer == null) {
        return OptionalLong.empty();
      }
      try {
        return consumer.provedEnd(this, lastProcessed);
      } catch (KafkaException | IllegalStateException e) {
        return OptionalLong
            .empty(); // not assigned any more, or no answer in time: nothing is proved
      }
    }
  }

  /** The batches of a partition so far. */
  private record HandedOut(long batches, long lastOffset) {}

  private static final class Observed extends KafkaConsumer<byte[], byte[]> {
    private final Map<TopicPartition, HandedOut> handedOut = new HashMap<>();

    private final TablesBeforeStreams tables;
    private final Set<TopicPartition> pausedByOwner = new HashSet<>();
    private final Set<TopicPartition> held = new HashSet<>();

    private Observed(Map<String, Object> config, TablesBeforeStreams tables) {
      super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      this.tables = tables;
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
      pausedByOwner.addAll(partitions);
      super.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
      pausedByOwner.removeAll(Set.copyOf(partitions));
      super.resume(partitions.stream().filter(partition -> !held.contains(partition)).toList());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      CURRENT.set(this);
      if (!tables.tables().isEmpty()) {
        holdStreamsBack();
      }
      ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
      for (TopicPartition partition : records.partitions()) {
        List<ConsumerRecord<byte[], byte[]>> part = records.records(partition);
        long lastOffset = part.get(part.size() - 1).offset();
        handedOut.put(partition, new HandedOut(batches(partition) + 1, lastOffset));
      }
      return records;
    }

    private void holdStreamsBack() {
      Set<TopicPartition> assigned = assignment();
      held.retainAll(assigned);
      pausedByOwner.retainAll(assigned);
      for (TopicPartition partition : assigned) {
        if (!tables.concerns(partition)) {
          continue;
        }
        if (tables.holds(partition, assigned, this)) {
          held.add(partition);
          super.pause(Set.of(partition));
        } else if (held.remove(partition) && !pausedByOwner.contains(partition)) {
          super.resume(Set.of(partition));
        }
      }
    }

    private long batches(TopicPartition partition) {
      HandedOut found = handedOut.get(partition);
      return found == null ? 0 : found.batches;
    }

    private OptionalLong provedEnd(EndProof proof, OptionalLong lastProcessed) {
      TopicPartition partition = proof.partition();
      if (!assignment().contains(partition) || isWaiting(proof, lastProcessed)) {
        return OptionalLong.empty();
      }
      long position = position(partition, ASK_TIMEOUT);
      Long end = endOffsets(Set.of(partition), ASK_TIMEOUT).get(partition);
      return end != null && end == position ? OptionalLong.of(position) : OptionalLong.empty();
    }

    private boolean isWaiting(EndProof proof, OptionalLong lastProcessed) {
      HandedOut found = handedOut.get(proof.partition());
      return found != null
          && found.batches > proof.batchesBefore()
          && found.lastOffset > lastProcessed.orElse(-1);
    }
  }
}
