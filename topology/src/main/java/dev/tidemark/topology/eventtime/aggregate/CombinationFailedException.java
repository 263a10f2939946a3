package dev.tidemark.topology.eventtime.aggregate;

/**
 * A function of the job could not combine two accumulators. Nothing has changed then; the cause is
 * what the function threw.
 */
public final class CombinationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CombinationFailedException(Throwable cause) {
    super(cause);
  }
}
