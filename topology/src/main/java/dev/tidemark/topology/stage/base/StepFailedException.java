package dev.tidemark.topology.stage.base;

import org.apiguardian.api.API;

/**
 * The policy of a step says that the job must fail. Nothing of the record at hand may be committed;
 * starting again meets it again.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class StepFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  public StepFailedException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** Returns the remedy. */
  public String hint() {
    return hint;
  }
}
