package dev.tidemark.serde.registry;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The schema registry can't be reached, or answers with an error of its own (5xx, 429). Waiting may
 * help.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
