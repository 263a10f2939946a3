package dev.tidemark.serde;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/** A type without an Avro schema: the bytes of a topic and those of a state are the same. */
final class PrimitiveType<T> implements Type<T> {
  private final String description;
  private final Class<T> javaClass;
  private final Supplier<? extends Codec<T>> codec;

  PrimitiveType(String description, Class<T> javaClass, Supplier<? extends Codec<T>> codec) {
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
  public boolean equals(Object other) {
    return other instanceof PrimitiveType<?> that
        && javaClass.equals(that.javaClass)
        && description.equals(that.description);
  }

  @Override
  public int hashCode() {
    return 31 * javaClass.hashCode() + description.hashCode();
  }

  @Override
  public String toString() {
    return description;
  }
}
