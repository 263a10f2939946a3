package dev.tidemark.topology.stage.base;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;

/** Finds the codecs of topics; a fresh one for each call, since codecs belong to one thread. */
public interface Codecs {

  /** For the keys of a topic. */
  Codec<Object> keys(String topic, Type<?> type);

  /** For the values of a topic. */
  Codec<Object> values(String topic, Type<?> type);

  /** For state and exchanges. */
  @SuppressWarnings("unchecked")
  static Codec<Object> state(Type<?> type) {
    return (Codec<Object>) type.stateCodec();
  }
}
