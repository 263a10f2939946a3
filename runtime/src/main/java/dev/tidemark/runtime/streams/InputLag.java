package dev.tidemark.runtime.streams;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The number of records of each partition that are still to be processed here: those that the
 * broker still has, as the consumer reports, and those that it has handed out and no processor has
 * taken yet. Offsets of transaction markers are counted while they lie before a record that waits,
 * so it is an upper bound; at the end it is exact. Thread-safe.
 */
public final class InputLag {

  private final ConcurrentMap<TopicPartition, PartitionLag> lags = new ConcurrentHashMap<>();

  /** One partition. Each field is written by one thread, which owns the partition. */
  static final class PartitionLag {
    private volatile long firstHandedOut = -1;
    private volatile long lastHandedOut = -1;
    private volatile long unfetched = -1;
    private volatile long processed = -1;

    /** A processor is done with a record. */
    void processed(long offset) {
      processed = offset;
    }

    /** The consumer has handed out records. */
    void handedOut(long first, long last) {
      if (firstHandedOut < 0) {
        firstHandedOut = first;
      }
      lastHandedOut = last;
    }

    /** The broker has this many more than were handed out. */
    void unfetched(long records) {
      unfetched = records;
    }

    private OptionalLong behind() {
      long more = unfetched;
      if (more < 0) {
        return OptionalLong.empty();
      }
      long waiting = lastHandedOut - Math.max(processed, firstHandedOut - 1);
      return OptionalLong.of(more + (lastHandedOut < 0 ? 0 : Math.max(0, waiting)));
    }
  }

  /** Notes that a consumer got a partition, in the place of a consumer that had it before. */
  PartitionLag begin(TopicPartition partition) {
    PartitionLag lag = new PartitionLag();
    lags.put(partition, lag);
    return lag;
  }

  /** Notes that it no longer has it; another consumer here may have it already. */
  void end(TopicPartition partition, PartitionLag lag) {
    lags.remove(partition, lag);
  }

  /** Returns the position of a partition that is here. */
  PartitionLag of(TopicPartition partition) {
    return lags.computeIfAbsent(partition, none -> new PartitionLag());
  }

  /**
   * Returns the number of records that are not processed yet; empty if it can't be determined now.
   */
  public OptionalLong behind(TopicPartition partition) {
    @Nullable PartitionLag lag = ((Map<TopicPartition, PartitionLag>) lags).get(partition);
    return lag == null ? OptionalLong.empty() : lag.behind();
  }
}
