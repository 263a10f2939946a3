package dev.tidemark.topology.stage;

import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageScope;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.LongSupplier;

/**
 * The idleness of a source partition, and the elements of it that readers may have continued
 * without. Not thread-safe.
 */
final class SourceIdleness {

  private static final long NEVER = Long.MIN_VALUE;

  private final OrderedStore store;
  private final LongSupplier clock;

  /**
   * Of an earlier run: from an offset on, the watermark below which readers may have continued
   * without this partition.
   */
  private final NavigableMap<Long, Long> wokenBelow;

  /**
   * Apart from the source's clock, since nothing fences what is written without having read: a
   * former owner that resumes late may still commit this entry, and must not turn back the clock by
   * it. Behind the clock's position it means nothing.
   */
  private final byte[] idleKey;

  private final byte[] wokenKey;
  private boolean idle;
  private boolean restoredIdle;

  /**
   * The partition comes back from being idle until its watermark has reached this instant.
   * Persisted: the next owner needs it, too, or a reader that has continued without the partition
   * could not recognize what it sends.
   */
  private long wokenUntil = NEVER;

  private long storedWokenUntil = NEVER;

  /**
   * @param clock epoch milliseconds
   */
  SourceIdleness(
      OrderedStore store, LongSupplier clock, StageScope scope, String topic, int partition) {
    this.store = store;
    this.clock = clock;
    this.wokenBelow = scope.wokenBelow();
    this.idleKey = ProgressKeys.bytes(ProgressKeys.IDLE_AT + topic + "/" + partition);
    this.wokenKey = ProgressKeys.bytes(ProgressKeys.WOKEN_UNTIL + topic + "/" + partition);
  }

  /**
   * Restores what an earlier owner committed.
   *
   * @param position the offset that is to be read next
   */
  void restore(long position) {
    byte[] woken = store.get(wokenKey);
    if (woken != null) {
      wokenUntil = ProgressEntry.number(woken);
      storedWokenUntil = wokenUntil;
    }
    byte[] idleAt = store.get(idleKey);
    restoredIdle = idleAt != null && ProgressEntry.number(idleAt) >= position;
  }

  /** Returns whether the partition has been found idle since the last record. */
  boolean isIdle() {
    return idle;
  }

  /**
   * Notes that the partition has nothing more for now.
   *
   * @param provedPosition the offset at which nothing was found
   */
  void become(long provedPosition) {
    idle = true;
    store.put(idleKey, ProgressEntry.bytes(provedPosition));
  }

  /**
   * Takes note of a record, which ends idleness, and returns whether readers may have continued
   * without it.
   *
   * @param watermark that the partition had before it
   */
  boolean isWoken(long offset, long watermark) {
    if (idle || restoredIdle) {
      idle = false;
      restoredIdle = false;
      wokenUntil = clock.getAsLong();
    }
    return isComingBack(watermark) || wasWoken(offset, watermark);
  }

  /** Stores what has changed. */
  void flush() {
    if (wokenUntil != storedWokenUntil) {
      storedWokenUntil = wokenUntil;
      store.put(wokenKey, ProgressEntry.bytes(wokenUntil));
    }
  }

  /**
   * The others' watermarks can't be ahead of the instant at which the partition came back, unless
   * clocks differ.
   */
  private boolean isComingBack(long watermark) {
    return wokenUntil != NEVER && watermark < wokenUntil;
  }

  /** Returns whether readers of an earlier run may have continued without the records from here. */
  private boolean wasWoken(long offset, long watermark) {
    if (wokenBelow.isEmpty()) {
      return false;
    }
    Map.Entry<Long, Long> step = wokenBelow.floorEntry(offset);
    return step != null && watermark < step.getValue();
  }
}
