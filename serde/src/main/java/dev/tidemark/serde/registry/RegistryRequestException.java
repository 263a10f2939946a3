package dev.tidemark.serde.registry;

import org.apiguardian.api.API;

/**
 * The schema registry refuses a request as it stands (422 and other 4xx), for instance an unknown
 * version or a subject that is read-only. The message has the registry's own words.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class RegistryRequestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public RegistryRequestException(String message) {
    super(message);
  }
}
