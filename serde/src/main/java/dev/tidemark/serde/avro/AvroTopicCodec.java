package dev.tidemark.serde.avro;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.EncodingException;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.codec.WireFormat;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Confluent's wire format: each value names the schema that it was written with. */
public final class AvroTopicCodec<T> implements Codec<T> {
  private final WriterSchemas<T> writers;
  private final AvroEncoder<T> encoder;
  private final AvroModel<T> model;
  private final SchemaRegistry registry;
  private final String subject;
  private byte @Nullable [] header;

  public AvroTopicCodec(
      AvroModel<T> model, WriterSchemas<T> writers, SchemaRegistry registry, String subject) {
    this.model = model;
    this.writers = writers;
    this.encoder = new AvroEncoder<>(model);
    this.registry = registry;
    this.subject = subject;
  }

  @Override
  public Decoded<T> decode(byte @Nullable [] bytes) {
    PoisonCause defect = WireFormat.headerDefect(bytes);
    if (bytes == null || defect != null) {
      PoisonCause cause = defect == null ? PoisonCause.NULL : defect;
      return new Decoded.Poison<>(cause, WireFormat.describe(cause, bytes), OptionalInt.empty());
    }
    return writers.of(WireFormat.schemaId(bytes)).decode(bytes, WireFormat.HEADER_BYTES);
  }

  @Override
  public byte[] encode(T value) {
    if (model.isPartial()) {
      throw new EncodingException(
          model.schema().getFullName() + ": only some fields are read, so it can't be written",
          null);
    }
    byte[] framed = header;
    if (framed == null) {
      framed = WireFormat.frame(registry.idOf(subject, model.schema()), new byte[0]);
      header = framed;
    }
    return encoder.encode(framed, value);
  }
}
