package dev.tidemark.serde.codec;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into a value. Instances belong to one thread.
 *
 * @param <T> what is decoded
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public interface Decoder<T> {

  /**
   * Decodes one value.
   *
   * @param bytes the bytes; {@code null} is answered by {@link PoisonCause#NULL}
   * @return a value or a poison; never throws for what the bytes hold
   * @throws dev.tidemark.serde.registry.RegistryUnavailableException when the answer needs a schema
   *     that can't be fetched right now: an outage, to be waited for, not a defect of the bytes
   */
  Decoded<T> decode(byte @Nullable [] bytes);
}
