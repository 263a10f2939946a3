package dev.tidemark.serde;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/** A type without a schema: the bytes of a topic and those of a state are the same. */
final class PrimitiveType<T> implements Type<T> {
  private final String description;
  private final Class<T> javaClass;
  private final Supplier<Codec<T>> codec;

  PrimitiveType(String description, Class<T> javaClass, Supplier<Codec<T>> codec) {
    this.description = description;
    this.javaClass = javaClass;
    this.codec = codec;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Class<T> javaClass() {
    return javaClass;
  }

  @Override
  public Optional<Schema> schema() {
    return Optional.empty();
  }

  @Override
  public Codec<T> stateCodec() {
    return codec.get();
  }

  @Override
  public Codec<T> topicCodec(SchemaRegistry registry, String subject) {
    return codec.get();
  }

  @Override
  public String toString() {
    return description;
  }
}
