package dev.tidemark.serde.avro;

import dev.tidemark.serde.codec.EncodingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes values by the declared schema. The buffers are used again for each value; belongs to one
 * thread.
 */
final class AvroEncoder<T> {
  private static final int START_BYTES = 512;

  /** One huge value must not hold its memory without limit. */
  private static final int KEPT_BYTES_MAX = 1024 * 1024;

  private final AvroModel<T> model;
  private final DatumWriter<T> writer;
  private ByteArrayOutputStream out = new ByteArrayOutputStream(START_BYTES);
  private @Nullable BinaryEncoder encoder;

  AvroEncoder(AvroModel<T> model) {
    this.model = model;
    this.writer = model.writer();
  }

  /** The value after a header. */
  byte[] encode(byte[] header, T value) {
    boolean written = false;
    try {
      out.reset();
      out.write(header, 0, header.length);
      BinaryEncoder avro = EncoderFactory.get().binaryEncoder(out, encoder);
      encoder = avro;
      writer.write(value, avro);
      avro.flush();
      byte[] bytes = out.toByteArray();
      written = true;
      return bytes;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new EncodingException(SchemaViolation.describe(model, value), e);
    } finally {
      if (!written || out.size() > KEPT_BYTES_MAX) {
        // The encoder may still hold bytes of the failed value, which it would write before the
        // next one.
        encoder = null;
        out = new ByteArrayOutputStream(START_BYTES);
      }
    }
  }
}
