package dev.tidemark.serde;

/** A value that its schema does not allow. The message says which field; it holds no record content. */
public final class EncodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EncodingException(String message, Throwable cause) {
    super(message, cause);
  }
}
