package dev.tidemark.topology.stage.base;

/**
 * The bounds of a stage.
 *
 * @param heapPanesMax panes of a window on the heap; beyond it they are kept in the store alone
 * @param partialPanesMax partial panes between two commits; beyond it they are sent early
 * @param recordBytesMax key and value of a result; beyond it the result is a dead letter
 * @param aheadOfClockMs how far event time may be ahead of the clock; beyond it the event is a dead
 *     letter, because brokers refuse records dated further ahead ({@code
 *     message.timestamp.after.max.ms})
 * @param parkedUnitsMax what waits for its next attempt in one partition; beyond it the oldest gets
 *     its last attempt at once
 * @param parkedBytesMax the same in bytes
 */
public record StageLimits(
    int heapPanesMax,
    int partialPanesMax,
    int recordBytesMax,
    long aheadOfClockMs,
    int parkedUnitsMax,
    long parkedBytesMax) {

  /**
   * The limits unless stated otherwise: 200,000 and 100,000 panes, 1 MB less headroom for headers,
   * one hour, 1,000 parked units and 16 MB of them.
   */
  public static final StageLimits DEFAULT =
      new StageLimits(200_000, 100_000, 1_000_000, 3_600_000L);

  /** With the default limits of what may wait for its next attempt. */
  public StageLimits(
      int heapPanesMax, int partialPanesMax, int recordBytesMax, long aheadOfClockMs) {
    this(heapPanesMax, partialPanesMax, recordBytesMax, aheadOfClockMs, 1_000, 16_000_000);
  }
}
