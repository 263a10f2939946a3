package dev.tidemark.topology.plan;

import java.util.Optional;

/**
 * The handling of an element that can't be processed.
 *
 * @param action the action once it has failed permanently
 * @param retry the retries before that; empty: none. Only failures of the job's functions are tried
 *     again: bytes that can't be read stay unreadable
 * @param failAbove how many may fail permanently before the job fails; empty: any number
 */
public record OnError(Action action, Optional<Retry> retry, Optional<Limit> failAbove) {

  /** A dead letter at the first failure; what holds where nothing is stated. */
  public static final OnError DEAD_LETTER =
      new OnError(Action.DEAD_LETTER, Optional.empty(), Optional.empty());

  /** The action for an element that has failed permanently. */
  public enum Action {
    /** It is written to the job's dead letters. */
    DEAD_LETTER,
    /** It is counted, and left out. */
    SKIP,
    /** The job fails, and nothing of it is committed. */
    FAIL
  }

  /**
   * When an element is tried again.
   *
   * @param times how often, {@value #TIMES_MAX} at most; 0 keeps the place where elements wait and
   *     lets none wait
   * @param firstDelayMs before the first retry; twice as long before each further one
   * @param maxDelayMs but never longer, {@value #DELAY_MAX_MS} at most
   */
  public record Retry(int times, long firstDelayMs, long maxDelayMs) {
    /** The failure of an element that fails for longer is not temporary. */
    public static final int TIMES_MAX = 20;

    /** Five minutes: windows wait for what waits. */
    public static final long DELAY_MAX_MS = 300_000;

    /** Returns the delay before the nth retry, 1 and up. */
    public long delayMs(int nth) {
      long delay = firstDelayMs;
      for (int i = 1; i < nth && delay < maxDelayMs; i++) {
        delay *= 2;
      }
      return Math.min(delay, maxDelayMs);
    }

    /** Returns the maximum total delay of an element. */
    public long totalMs() {
      long total = 0;
      for (int nth = 1; nth <= times; nth++) {
        total += delayMs(nth);
      }
      return total;
    }
  }

  /**
   * The limit of permanently failed elements within some time, on one task.
   *
   * @param count more than these fail the job, {@value #COUNT_MAX} at most
   * @param perMs of the wall clock
   */
  public record Limit(int count, long perMs) {
    /** The time of each one is kept. */
    public static final int COUNT_MAX = 100_000;
  }
}
