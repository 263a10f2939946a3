package dev.tidemark.topology.simulation;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A type token without a schema. */
record BinaryType<T>(
    Class<T> javaClass, Function<T, byte[]> encoder, Function<byte[], @Nullable T> decoder)
    implements Type<T> {
  static final BinaryType<Event> EVENT =
      new BinaryType<>(Event.class, Event::encode, Event::decode);
  static final BinaryType<Fired> FIRED =
      new BinaryType<>(Fired.class, Fired::encode, Fired::decode);

  @Override
  public String description() {
    return javaClass.getSimpleName();
  }

  @Override
  public Optional<Schema> schema() {
    return Optional.empty();
  }

  @Override
  public Codec<T> stateCodec() {
    return new Codec<>() {
      @Override
      public Decoded<T> decode(byte @Nullable [] bytes) {
        T value = bytes == null ? null : decoder.apply(bytes);
        if (value == null) {
          PoisonCause cause = bytes == null ? PoisonCause.NULL : PoisonCause.MALFORMED;
          return new Decoded.Poison<>(cause, "not " + description(), OptionalInt.empty());
        }
        return new Decoded.Ok<>(value);
      }

      @Override
      public byte[] encode(T value) {
        return encoder.apply(value);
      }
    };
  }

  @Override
  public Codec<T> topicCodec(SchemaRegistry registry, String subject) {
    return stateCodec();
  }
}
