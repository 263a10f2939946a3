package dev.tidemark.topology.operators;

/**
 * The policy of a step says that the job must fail. Nothing of the record at hand may be committed;
 * starting again meets it again.
 */
public final class StepFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  StepFailedException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }
}
