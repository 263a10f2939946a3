package dev.tidemark.runtime.streams;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.codec.SubjectNameStrategy;
import dev.tidemark.topology.stage.base.Codecs;

/** Codecs of topics, whose schemas are in a registry. */
public record RegistryCodecs(SchemaRegistry registry, SubjectNameStrategy subjects)
    implements Codecs {

  /** The subject of a type without a schema, which ignores it. */
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
