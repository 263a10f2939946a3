package dev.tidemark.topology.operators;

import org.jspecify.annotations.Nullable;

/** The job's own code could not compute what a window would answer now; the job itself goes on. */
public final class PreviewFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PreviewFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
