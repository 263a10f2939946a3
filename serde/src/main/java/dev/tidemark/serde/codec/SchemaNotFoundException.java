package dev.tidemark.serde.codec;

import org.apiguardian.api.API;

/** The registry knows no such subject, version or id. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class SchemaNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SchemaNotFoundException(String message) {
    super(message);
  }
}
