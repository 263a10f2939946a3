package dev.tidemark.serde;

import org.jspecify.annotations.Nullable;

/**
 * The schema registry can't be reached, or answers with an error of its own (5xx, 429). Waiting may
 * help.
 */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
