package dev.tidemark.node.supervisor;

import java.util.concurrent.TimeUnit;

/**
 * A clock of the time during which this process was awake. After the process was stopped, or its
 * machine asleep, the messages of other processes are still in their pipes: the clock then makes
 * only a small step, so that no process is considered silent before its messages are read. Not
 * thread-safe.
 */
final class SuspendAwareClock {
  /** The largest step from one reading to the next. */
  static final long STEP_MS_MAX = 5_000;

  private static final long STEP_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(STEP_MS_MAX);

  private long lookedAt;
  private long awake;

  SuspendAwareClock(long nanos) {
    lookedAt = nanos;
  }

  /**
   * Returns the time; to be called at least every few seconds.
   *
   * @param nanos of a clock that never goes back
   */
  long millis(long nanos) {
    awake += Math.min(STEP_NANOS_MAX, nanos - lookedAt);
    lookedAt = nanos;
    return TimeUnit.NANOSECONDS.toMillis(awake);
  }
}
