package dev.tidemark.serde.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.temporal.Temporal;
import java.util.UUID;
import org.apache.avro.Conversion;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** The default of a field that the writer did not know. */
final class Defaults {
  private final ReaderCompiler compiler;

  Defaults(ReaderCompiler compiler) {
    this.compiler = compiler;
  }

  /**
   * Creates the step that sets a default; every value gets its own copy, unless the value is
   * immutable.
   */
  RecordStep step(Schema.Field field, int position, @Nullable Conversion<?> conversion) {
    byte[] bytes = bytes(field);
    ValueReader reader = compiler.readerOf(field.schema(), conversion);
    Object value = read(reader, bytes);
    return isImmutable(value)
        ? RecordStep.constant(position, value)
        : RecordStep.read(position, in -> read(reader, bytes));
  }

  private static @Nullable Object read(ValueReader reader, byte[] bytes) {
    AvroInput in = new AvroInput();
    in.start(bytes, 0);
    return reader.read(in);
  }

  private static boolean isImmutable(@Nullable Object value) {
    return value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Float
        || value instanceof Double
        || value instanceof Enum
        || value instanceof GenericEnumSymbol
        || value instanceof Temporal
        || value instanceof BigDecimal
        || value instanceof UUID;
  }

  private static byte[] bytes(Schema.Field field) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      GenericData plain = new GenericData();
      new GenericDatumWriter<@Nullable Object>(field.schema(), plain)
          .write(plain.getDefaultValue(field), encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
