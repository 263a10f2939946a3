package dev.tidemark.serde.registry;

import org.apiguardian.api.API;

/**
 * A subject's compatibility level forbids a schema. The message names the subject and what does not
 * fit.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class IncompatibleSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IncompatibleSchemaException(String message) {
    super(message);
  }
}
