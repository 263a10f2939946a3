package dev.tidemark.serde.codec;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Not a valid Avro schema: the registry refuses one that was offered (42201), or holds one that is
 * of another kind (JSON Schema, Protobuf) or can't be parsed. Waiting does not help.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class InvalidSchemaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidSchemaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
