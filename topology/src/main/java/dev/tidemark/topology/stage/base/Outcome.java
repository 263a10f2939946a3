package dev.tidemark.topology.stage.base;

/**
 * The outcome of an element at a node. Nothing is lost silently: on every path from a source to an
 * output, {@code READ + EXPANDED = FILTERED + LATE + DEAD_LETTERED + SKIPPED + COUNTED}. The names
 * are state: never rename one.
 */
public enum Outcome {
  /** Read from the source. */
  READ,
  /** Made by a flatMap in addition to the element it was made of. */
  EXPANDED,
  /** Left out by a filter, a flatMap that made nothing, or an inner join without a match. */
  FILTERED,
  /** Too late for its window. */
  LATE,
  /** Sent to the dead letters. */
  DEAD_LETTERED,
  /**
   * Left out because it could not be processed, as the job's policy says; or because it is a
   * requeued copy of a record that the run has read itself.
   */
  SKIPPED,
  /**
   * Of a window's results alone: not written, since the run does not see all of the window's
   * elements. Not part of the balance: the elements that it does see are counted.
   */
  INCOMPLETE,
  /** Arrived: counted by a window or written by a sink. */
  COUNTED
}
