package dev.tidemark.topology.runtime;

import dev.tidemark.serde.Codec;
import dev.tidemark.serde.SchemaRegistry;
import dev.tidemark.serde.SubjectNameStrategy;
import dev.tidemark.serde.Type;
import dev.tidemark.topology.operators.Codecs;

/** Codecs of topics, whose schemas stand in a registry. */
record RegistryCodecs(SchemaRegistry registry, SubjectNameStrategy subjects) implements Codecs {

  /** What a type without a schema ignores. */
  private static final String NO_SUBJECT = "";

  @Override
  public Codec<Object> keys(String topic, Type<?> type) {
    return codec(
        type, type.schema().map(schema -> subjects.ofKey(topic, schema)).orElse(NO_SUBJECT));
  }

  @Override
  public Codec<Object> values(String topic, Type<?> type) {
    return codec(
        type, type.schema().map(schema -> subjects.ofValue(topic, schema)).orElse(NO_SUBJECT));
  }

  @SuppressWarnings("unchecked")
  private Codec<Object> codec(Type<?> type, String subject) {
    return (Codec<Object>) type.topicCodec(registry, subject);
  }
}
