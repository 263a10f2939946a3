package dev.tidemark.serde;

import org.jspecify.annotations.Nullable;

/**
 * A value that its schema does not allow. The message says which field; it holds no record content.
 */
public final class EncodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EncodingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
