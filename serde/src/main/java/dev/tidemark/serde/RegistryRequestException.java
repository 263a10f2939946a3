package dev.tidemark.serde;

/**
 * The schema registry refuses a request as it stands (422 and other 4xx), for instance an unknown
 * version or a subject that is read-only. The message has the registry's own words.
 */
public final class RegistryRequestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public RegistryRequestException(String message) {
    super(message);
  }
}
