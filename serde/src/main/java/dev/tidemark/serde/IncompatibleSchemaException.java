package dev.tidemark.serde;

/**
 * A subject's compatibility level forbids a schema. The message names the subject and what does not
 * fit.
 */
public final class IncompatibleSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IncompatibleSchemaException(String message) {
    super(message);
  }
}
