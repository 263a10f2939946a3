package dev.tidemark.serde;

import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.codec.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Bytes as a foreign producer writes them: by its own schema, with Avro's own classes. */
public final class Written {
  private Written() {}

  public static Schema schema(String json) {
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }

  public static byte[] avro(Schema schema, Object datum) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<>(schema).write(datum, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Registers the schema and writes a record of it. */
  public static byte[] topic(
      SchemaRegistry registry, Schema schema, Consumer<GenericRecord> fields) {
    GenericRecord record = new GenericData.Record(schema);
    fields.accept(record);
    return WireFormat.frame(registry.register("any", schema), avro(schema, record));
  }

  public static <T> T valueIn(Decoded<T> decoded) {
    if (decoded instanceof Decoded.Ok<T> ok) {
      return ok.value();
    }
    throw new AssertionError("not decoded: " + decoded);
  }

  public static <T> Decoded.Poison<T> poisonOf(Decoded<T> decoded) {
    if (decoded instanceof Decoded.Poison<T> poison) {
      return poison;
    }
    throw new AssertionError("decoded, but should be a poison: " + decoded);
  }
}
