package dev.tidemark.serde;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apiguardian.api.API;

/**
 * A type token: stands for a Java class, its schema and its bytes. Stated once for each boundary of
 * a job (a topic, an exchange, a state). Immutable; holds no connection. The tokens at hand are in
 * {@link Types}; implement this interface to plug in a format of your own.
 *
 * @param <T> the Java type of the values
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public interface Type<T> {

  /**
   * The token as plans print it, e.g. {@code string} or {@code avro dev.tidemark.schemas.Flight}.
   */
  String description();

  /** The class of the values. */
  Class<T> javaClass();

  /** The Avro schema that this token reads and writes with; empty for the primitives. */
  Optional<Schema> schema();

  /**
   * The type of the same values with nothing left out. What is written to a topic for others is
   * written with it.
   *
   * @return this type, unless it reads only a part of what was written
   */
  default Type<T> whole() {
    return this;
  }

  /**
   * Returns whether this type reads only a part of what was written; such values can't be written.
   */
  default boolean isPartial() {
    return !whole().equals(this);
  }

  /**
   * A type of the same class with fewer fields, enough for the event time of an element and for the
   * filters right behind its source: only what passes them is decoded by this type itself.
   */
  default Optional<Type<T>> readFirst() {
    return Optional.empty();
  }

  /**
   * A codec for state and exchanges: needs no registry, and its bytes are the same in every run.
   * Never used for a topic that others read.
   */
  Codec<T> stateCodec();

  /**
   * A codec for the keys or the values of a topic.
   *
   * @param registry where the writers' schemas are found; unused by the primitives
   * @param subject the subject under which this token's schema stands, e.g. {@code orders-value};
   *     what is encoded carries the id of that schema, which must have been registered before the
   *     first {@code encode}
   */
  Codec<T> topicCodec(SchemaRegistry registry, String subject);
}
