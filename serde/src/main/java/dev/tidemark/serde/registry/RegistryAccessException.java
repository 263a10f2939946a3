package dev.tidemark.serde.registry;

import org.apiguardian.api.API;

/**
 * The schema registry answers, but not to us: the credentials are missing, wrong, or allow too
 * little (401, 403). Waiting does not help; the configuration has to change. The message holds no
 * credentials.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class RegistryAccessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryAccessException(String message) {
    super(message);
  }
}
