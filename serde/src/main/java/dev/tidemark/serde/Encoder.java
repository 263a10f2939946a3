package dev.tidemark.serde;

/**
 * Turns a value into bytes. Instances belong to one thread.
 *
 * @param <T> what is encoded
 */
public interface Encoder<T> {

  /**
   * Encodes one value.
   *
   * @throws EncodingException when the value contradicts its schema, e.g. a missing required field
   */
  byte[] encode(T value);
}
