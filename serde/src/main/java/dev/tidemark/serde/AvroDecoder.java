package dev.tidemark.serde;

import java.io.EOFException;
import java.io.IOException;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of one writer's schema into the declared one, and turns whatever the bytes make Avro
 * throw into a poison. Belongs to one thread.
 */
final class AvroDecoder<T> {
  private static final int SCOPES_LEAKED_MAX = 1_000;

  private final DatumReader<T> reader;
  private final OptionalInt schemaId;
  private @Nullable BinaryDecoder decoder;

  AvroDecoder(AvroModel<T> model, Schema writer, OptionalInt schemaId) {
    AvroLimits.apply();
    this.reader = model.reader(writer);
    this.schemaId = schemaId;
  }

  /** Decodes what stands behind the first {@code offset} bytes. */
  Decoded<T> decode(byte[] bytes, int offset) {
    int length = bytes.length - offset;
    BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, offset, length, decoder);
    decoder = in;
    try {
      T value = reader.read(null, in);
      if (in.isEnd()) {
        return new Decoded.Ok<>(value);
      }
      return poison(PoisonCause.TRAILING_BYTES, "bytes are left over", in, length);
    } catch (EOFException e) {
      return poison(PoisonCause.MALFORMED, "the bytes end before the value does", in, length);
    } catch (SystemLimitException | UnsupportedOperationException e) {
      return poison(
          PoisonCause.LIMIT_EXCEEDED, "a collection, string or bytes is too long", in, length);
    } catch (StackOverflowError e) {
      closeLeakedScopes();
      return poison(PoisonCause.LIMIT_EXCEEDED, "nested too deeply", in, length);
    } catch (IOException | RuntimeException e) {
      return poison(
          PoisonCause.MALFORMED,
          "the bytes contradict their schema (" + e.getClass().getSimpleName() + ")",
          in,
          length);
    }
  }

  private Decoded<T> poison(PoisonCause cause, String what, BinaryDecoder in, int length) {
    decoder = null;
    return new Decoded.Poison<>(cause, what + where(in, length), schemaId);
  }

  private static String where(BinaryDecoder in, int length) {
    try {
      int read = Math.min(length, Math.max(0, length - in.inputStream().available()));
      return ", after byte " + read + " of " + length;
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Avro counts the items that take no bytes per outermost scope, kept per thread. A stack overflow
   * that strikes while a scope is being closed leaves it open (seen with compiled code and a stack
   * of 4 MiB), and the count would go on over all later records of the thread until good ones
   * exceed the limit. Closing one too many does nothing.
   */
  private static void closeLeakedScopes() {
    for (int i = 0; i < SCOPES_LEAKED_MAX; i++) {
      SystemLimitException.endCollectionAllocationScope();
    }
  }
}
