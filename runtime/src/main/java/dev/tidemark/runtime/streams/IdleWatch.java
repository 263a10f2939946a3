package dev.tidemark.runtime.streams;

import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Proves that a partition is idle: its position has been the end of the partition for the declared
 * time. The end is asked of the broker once, when the time is over: since an end never moves back
 * and the position has not moved, what is the end now has been the end all along. Not thread-safe.
 */
final class IdleWatch {

  private static final long PAUSE_MS = 1_000;

  private final long idleAfterMs;
  private final long tickMs;
  private final Function<OptionalLong, OptionalLong> provedEnd;
  private OptionalLong lastProcessed = OptionalLong.empty();
  private long quietSince;
  private long lastTick;

  /**
   * @param provedEnd given the last offset processed, returns the end of the partition if that is
   *     the position
   */
  IdleWatch(long idleAfterMs, Function<OptionalLong, OptionalLong> provedEnd, long now) {
    this.idleAfterMs = idleAfterMs;
    this.tickMs = Math.max(50, Math.min(1_000, idleAfterMs / 4));
    this.provedEnd = provedEnd;
    this.quietSince = now;
    this.lastTick = now;
  }

  /** Returns how often {@link #tick} has to be called. */
  long tickMs() {
    return tickMs;
  }

  void processed(long offset, long now) {
    lastProcessed = OptionalLong.of(offset);
    quietSince = now;
  }

  /**
   * Returns the position at which the partition is idle, if it is. A process that was suspended for
   * a while starts from scratch: it may have lost the partition without knowing.
   */
  OptionalLong tick(long now) {
    boolean stopped = now - lastTick > tickMs + PAUSE_MS;
    lastTick = now;
    if (stopped) {
      quietSince = now;
      return OptionalLong.empty();
    }
    return now - quietSince < idleAfterMs ? OptionalLong.empty() : provedEnd.apply(lastProcessed);
  }
}
