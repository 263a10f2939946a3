package dev.tidemark.serde.codec;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A value that its schema does not allow. The message names the field; it holds no record content.
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class EncodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EncodingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
