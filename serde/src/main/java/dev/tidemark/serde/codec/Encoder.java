package dev.tidemark.serde.codec;

import org.apiguardian.api.API;

/**
 * Turns a value into bytes. Instances belong to one thread.
 *
 * @param <T> what is encoded
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public interface Encoder<T> {

  /**
   * Encodes one value.
   *
   * @throws EncodingException when the value contradicts its schema, e.g. a missing required field
   */
  byte[] encode(T value);
}
