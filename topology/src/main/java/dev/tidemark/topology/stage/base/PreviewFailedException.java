package dev.tidemark.topology.stage.base;

import org.jspecify.annotations.Nullable;

/**
 * The job's own code could not compute what a window would answer now; the job itself continues.
 */
public final class PreviewFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PreviewFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
