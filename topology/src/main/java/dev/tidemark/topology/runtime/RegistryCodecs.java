package dev.tidemark.topology.runtime;

import dev.tidemark.serde.Codec;
import dev.tidemark.serde.SchemaRegistry;
import dev.tidemark.serde.Type;
import dev.tidemark.topology.operators.Codecs;

/** Codecs by Kafka's usual subjects, {@code <topic>-key} and {@code <topic>-value}. */
record RegistryCodecs(SchemaRegistry registry) implements Codecs {

  @Override
  @SuppressWarnings("unchecked")
  public Codec<Object> keys(String topic, Type<?> type) {
    return (Codec<Object>) type.topicCodec(registry, keySubject(topic));
  }

  @Override
  @SuppressWarnings("unchecked")
  public Codec<Object> values(String topic, Type<?> type) {
    return (Codec<Object>) type.topicCodec(registry, valueSubject(topic));
  }

  static String keySubject(String topic) {
    return topic + "-key";
  }

  static String valueSubject(String topic) {
    return topic + "-value";
  }
}
