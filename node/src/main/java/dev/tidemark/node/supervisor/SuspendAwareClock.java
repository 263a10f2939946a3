package dev.tidemark.node.supervisor;

import java.util.concurrent.TimeUnit;

/**
 * The time that this process was awake. After it was stopped, or its machine asleep, what others
 * said meanwhile is still in their pipes: the clock makes a small step then, so that nobody is
 * taken for silent who was not heard. Not thread-safe.
 */
final class SuspendAwareClock {
  /** How far it goes at most from one look to the next. */
  static final long STEP_MS_MAX = 5_000;

  private static final long STEP_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(STEP_MS_MAX);

  private long lookedAt;
  private long awake;

  SuspendAwareClock(long nanos) {
    lookedAt = nanos;
  }

  /**
   * Looks; to be done at least every few seconds.
   *
   * @param nanos of a clock that never goes back
   */
  long millis(long nanos) {
    awake += Math.min(STEP_NANOS_MAX, nanos - lookedAt);
    lookedAt = nanos;
    return TimeUnit.NANOSECONDS.toMillis(awake);
  }
}
