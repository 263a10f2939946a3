package dev.tidemark.topology.stage.base;

/**
 * The reason why an element that could be decoded became a dead letter. Together with {@code
 * PoisonCause} these are the values of the header {@code tidemark.cause}: never rename one.
 */
public enum FailureCause {
  /** A function of the job threw an exception. */
  FUNCTION_FAILED,
  /** The event time is missing. */
  NO_EVENT_TIME,
  /** The event time is further ahead than the source declares. */
  TOO_FAR_AHEAD,
  /** The event time is so far ahead of the clock that brokers would refuse results of it. */
  AHEAD_OF_CLOCK,
  /** A key is needed and there is none. */
  NULL_KEY,
  /** The record's key is not the key that the join declares, so its table entry is elsewhere. */
  KEY_MISMATCH,
  /** An aggregation refused the element. */
  AGGREGATION_FAILED,
  /** A window's result can't be computed, e.g. a sum that does not fit. */
  RESULT_FAILED,
  /** The result contradicts its schema. */
  ENCODING_FAILED,
  /** The result is larger than a topic takes. */
  TOO_LARGE;

  /**
   * Returns whether trying again may help: exceptions of the job's functions may be caused by
   * something outside, e.g. a service.
   */
  public boolean isPassing() {
    return this == FUNCTION_FAILED || this == RESULT_FAILED;
  }
}
