package dev.tidemark.serde;

import org.jspecify.annotations.Nullable;

/**
 * Not a valid Avro schema: the registry refuses one that was offered (42201), or holds one that is
 * of another kind (JSON Schema, Protobuf) or can't be parsed. Waiting does not help.
 */
public final class InvalidSchemaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidSchemaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
