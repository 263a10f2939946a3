package dev.tidemark.topology.operators;

/**
 * The bounds of a stage.
 *
 * @param heapPanesMax panes of a window on the heap; beyond it they are kept in the store alone
 * @param partialPanesMax partial panes between two commits; beyond it they are sent early
 * @param recordBytesMax key and value of a result; beyond it the result is a dead letter
 * @param aheadOfClockMs how far event time may be ahead of the clock; beyond it the event is a dead
 *     letter, because brokers refuse records dated further ahead ({@code
 *     message.timestamp.after.max.ms})
 */
public record StageLimits(
    int heapPanesMax, int partialPanesMax, int recordBytesMax, long aheadOfClockMs) {

  /**
   * The limits unless stated otherwise: 200,000 and 100,000 panes, 1 MB less headroom for headers,
   * one hour.
   */
  public static final StageLimits DEFAULT =
      new StageLimits(200_000, 100_000, 1_000_000, 3_600_000L);
}
