package dev.tidemark.serde.avro;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.PoisonCause;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.AvroRuntimeException;
import org.jspecify.annotations.Nullable;

/** Avro's binary encoding by the declared schema and nothing else. */
public final class AvroStateCodec<T> implements Codec<T> {
  private static final byte[] NO_HEADER = new byte[0];

  private final AvroDecoder<T> decoder;
  private final AvroEncoder<T> encoder;

  /**
   * @throws AvroRuntimeException when the schema exceeds what any schema needs: it may come from
   *     another party
   */
  public AvroStateCodec(AvroModel<T> model) {
    Optional<String> exceeded = SchemaBounds.exceededBy(model.schema());
    if (exceeded.isPresent()) {
      throw new AvroRuntimeException(model.schema().getFullName() + " " + exceeded.get());
    }
    this.decoder = new AvroDecoder<>(model, model.schema(), OptionalInt.empty());
    this.encoder = new AvroEncoder<>(model);
  }

  @Override
  public Decoded<T> decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Decoded.Poison<>(PoisonCause.NULL, "there is no value", OptionalInt.empty());
    }
    return decoder.decode(bytes, 0);
  }

  @Override
  public byte[] encode(T value) {
    return encoder.encode(NO_HEADER, value);
  }
}
