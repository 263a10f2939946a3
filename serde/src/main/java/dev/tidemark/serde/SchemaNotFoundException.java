package dev.tidemark.serde;

/** The registry knows no such subject, version or id. */
public final class SchemaNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SchemaNotFoundException(String message) {
    super(message);
  }
}
