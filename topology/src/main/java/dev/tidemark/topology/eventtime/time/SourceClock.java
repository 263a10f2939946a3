package dev.tidemark.topology.eventtime.time;

import java.util.OptionalLong;

/**
 * The clock of one source partition: the highest event time read so far, and the watermark that
 * follows from it.
 *
 * <p>A function of the partition's own prefix of the log alone, so every replay sees the same
 * watermark before the same record. Not thread-safe.
 */
public final class SourceClock {

  private final long outOfOrderMs;
  private final long maxAheadMs;
  private boolean started;
  private long highest;

  /**
   * @param outOfOrderMs how far behind the highest event time an element may come, 0 or more
   * @param maxAheadMs how far ahead of it an element may be; empty: no limit
   */
  public SourceClock(long outOfOrderMs, OptionalLong maxAheadMs) {
    this.outOfOrderMs = outOfOrderMs;
    this.maxAheadMs = maxAheadMs.orElse(Long.MAX_VALUE);
  }

  /** Restores what an earlier owner of the partition committed. */
  public void restore(long committedHighest) {
    started = true;
    highest = committedHighest;
  }

  /** Returns the highest event time so far; empty before the first. */
  public OptionalLong highest() {
    return started ? OptionalLong.of(highest) : OptionalLong.empty();
  }

  /** Returns the current watermark of the partition. */
  public Watermark watermark() {
    return new Watermark(watermarkTime());
  }

  /** {@link #watermark()} without an object, for the path of every record. */
  public long watermarkTime() {
    if (!started || highest < Long.MIN_VALUE + outOfOrderMs) {
      return Watermark.NOTHING_YET.time();
    }
    return highest - outOfOrderMs;
  }

  /**
   * Returns whether an event is further ahead than declared. The first event of a partition is
   * never too far ahead.
   */
  public boolean isTooFarAhead(long eventTime) {
    if (!started || maxAheadMs == Long.MAX_VALUE || eventTime <= highest) {
      return false;
    }
    long furthest = highest + maxAheadMs;
    boolean overflows = furthest < highest;
    return !overflows && eventTime > furthest;
  }

  /** Moves the clock by one accepted event. */
  public void advance(long eventTime) {
    if (!started || eventTime > highest) {
      started = true;
      highest = eventTime;
    }
  }
}
