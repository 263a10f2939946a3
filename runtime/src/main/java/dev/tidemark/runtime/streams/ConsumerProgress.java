package dev.tidemark.runtime.streams;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The progress of the consumer of the current stream thread: the records that it has handed out.
 * Processors don't see it, and it is half of the proof that a partition has nothing more.
 */
final class ConsumerProgress {

  private static final ThreadLocal<@Nullable Observed> CURRENT = new ThreadLocal<>();
  private static final long LAG_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);

  private ConsumerProgress() {}

  /** Returns a consumer that remembers what it handed out. */
  static KafkaConsumer<byte[], byte[]> observed(
      Map<String, Object> config,
      TablesBeforeStreams tables,
      ReadLimits limits,
      RunServices watch) {
    return new Observed(config, tables, limits, watch);
  }

  /**
   * Returns the proof for one partition, from the moment at which its task is initialised on this
   * thread.
   */
  static EndProof endOf(TopicPartition partition) {
    Observed consumer = CURRENT.get();
    return new EndProof(partition, consumer == null ? 0 : consumer.batches(partition));
  }

  /**
   * Finds where a partition ends, if everything before that has been processed.
   *
   * @param batchesBefore what had been handed out before the task was initialised: to an earlier
   *     life of it
   */
  record EndProof(TopicPartition partition, long batchesBefore) {

    /**
     * @param lastProcessed the offset of the last record processed in this life of the task; empty:
     *     none
     * @return the position, if the broker reports now that it is the end, and nothing that was
     *     fetched is still waiting
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

  /** The batches of a partition since this consumer has it. */
  private record HandedOut(long firstOffset, long batches, long lastOffset) {}

  private static final class Observed extends KafkaConsumer<byte[], byte[]> {
    private final Map<TopicPartition, HandedOut> handedOut = new HashMap<>();

    private final TablesBeforeStreams tables;
    private final ReadLimits limits;
    private final Set<TopicPartition> pausedByOwner = new HashSet<>();
    private final Set<TopicPartition> held = new HashSet<>();
    private final Set<TopicPartition> ended = new HashSet<>();
    private final RunServices watch;
    private final Map<TopicPartition, InputLag.PartitionLag> lags = new HashMap<>();
    private long lagToldAt = System.nanoTime() - LAG_EVERY_NANOS;

    private Observed(
        Map<String, Object> config,
        TablesBeforeStreams tables,
        ReadLimits limits,
        RunServices watch) {
      super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      this.tables = tables;
      this.limits = limits;
      this.watch = watch;
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
      pausedByOwner.addAll(partitions);
      super.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
      pausedByOwner.removeAll(Set.copyOf(partitions));
      super.resume(
          partitions.stream()
              .filter(partition -> !held.contains(partition) && !ended.contains(partition))
              .toList());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      CURRENT.set(this);
      if (!tables.tables().isEmpty()) {
        holdStreamsBack();
      }
      if (!limits.isEmpty()) {
        stopAtLimits();
      }
      ConsumerRecords<byte[], byte[]> records = withinLimits(super.poll(timeout));
      tellAssignment();
      for (TopicPartition partition : records.partitions()) {
        List<ConsumerRecord<byte[], byte[]>> part = records.records(partition);
        long firstOffset = part.get(0).offset();
        long lastOffset = part.get(part.size() - 1).offset();
        handedOut.merge(
            partition,
            new HandedOut(firstOffset, 1, lastOffset),
            (before, now) ->
                new HandedOut(
                    Math.min(before.firstOffset, firstOffset), before.batches + 1, lastOffset));
        InputLag.PartitionLag lag = lags.get(partition);
        if (lag != null) {
          lag.handedOut(firstOffset, lastOffset);
          recordLag(partition, lag);
        }
      }
      tellLagOfAll();
      return records;
    }

    /**
     * Called by a task that begins, for the offset at which it is to continue; it has nothing in
     * hand then, so what was handed out behind the commit has to be read again. Kafka Streams goes
     * back by itself when it has closed a task as corrupted, but forgets it where a rebalance
     * closes that task once more before it has begun ({@code
     * TaskManager.handleTasksPendingInitialization}, 4.3.1): then the records that the first one
     * had in hand would be left out.
     */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> committed = super.committed(partitions);
      Set<TopicPartition> assigned = assignment();
      for (TopicPartition partition : partitions) {
        HandedOut found = handedOut.get(partition);
        if (found != null && assigned.contains(partition)) {
          OffsetAndMetadata next = committed.get(partition);
          long from = next == null ? found.firstOffset : next.offset();
          if (from <= found.lastOffset) {
            seek(partition, from);
          }
        }
      }
      return committed;
    }

    @Override
    public void close(CloseOptions options) {
      super.close(options);
      watch.tasks().assigned(this, Set.of());
      lags.forEach(watch.lag()::end);
    }

    /** A partition that has reached its limit is not fetched any more. */
    private void stopAtLimits() {
      Set<TopicPartition> assigned = assignment();
      ended.retainAll(assigned);
      Set<TopicPartition> paused = paused();
      for (TopicPartition partition : assigned) {
        OptionalLong limit = limits.of(partition);
        if (limit.isPresent() && left(partition, limit.getAsLong()) == 0) {
          ended.add(partition);
          if (!paused.contains(partition)) {
            super.pause(Set.of(partition));
          }
        } else if (ended.remove(partition) && !pausedByOwner.contains(partition)) {
          super.resume(Set.of(partition)); // the position was moved back
        }
      }
    }

    private ConsumerRecords<byte[], byte[]> withinLimits(ConsumerRecords<byte[], byte[]> records) {
      if (limits.isEmpty()) {
        return records;
      }
      return limits
          .cut(records)
          .map(
              below -> {
                below.nextOffsets().forEach(this::goBack);
                return below;
              })
          .orElse(records);
    }

    /** Moves back, so that records that were left out don't count as read. */
    private void goBack(TopicPartition partition, OffsetAndMetadata next) {
      if (limits.of(partition).orElse(Long.MAX_VALUE) <= next.offset()) {
        seek(partition, next.offset());
      }
    }

    /** Returns how far a partition is from its limit; not 0 while its position is not known. */
    private long left(TopicPartition partition, long limit) {
      try {
        return Math.max(0, limit - position(partition, Duration.ZERO));
      } catch (KafkaException | IllegalStateException e) {
        return Long.MAX_VALUE;
      }
    }

    /** Behind its limit a partition has nothing for this run. */
    @Override
    public OptionalLong currentLag(TopicPartition partition) {
      OptionalLong lag = super.currentLag(partition);
      OptionalLong limit = limits.of(partition);
      return lag.isPresent() && limit.isPresent()
          ? OptionalLong.of(Math.min(lag.getAsLong(), left(partition, limit.getAsLong())))
          : lag;
    }

    private void tellAssignment() {
      Set<TopicPartition> now = assignment();
      if (now.equals(lags.keySet())) {
        return;
      }
      lags.forEach(
          (partition, lag) -> {
            if (!now.contains(partition)) {
              watch.lag().end(partition, lag);
            }
          });
      lags.keySet().retainAll(now);
      now.forEach(partition -> lags.computeIfAbsent(partition, watch.lag()::begin));
      watch.tasks().assigned(this, now);
    }

    private void tellLagOfAll() {
      long now = System.nanoTime();
      if (now - lagToldAt >= LAG_EVERY_NANOS) {
        lagToldAt = now;
        lags.forEach(this::recordLag);
      }
    }

    private void recordLag(TopicPartition partition, InputLag.PartitionLag lag) {
      currentLag(partition).ifPresent(lag::unfetched);
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
        } else if (held.remove(partition)
            && !pausedByOwner.contains(partition)
            && !ended.contains(partition)) {
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
