package dev.tidemark.serde.avro;

import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.PoisonCause;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/**
 * Reads values of one writer's schema into the declared one, and turns whatever the bytes make of
 * that into a poison. What is to be done for the pair of schemas is settled once, see {@link
 * ReaderCompiler}. Belongs to one thread.
 */
final class AvroDecoder<T> {
  private final ValueReader reader;
  private final OptionalInt schemaId;
  private final AvroInput in = new AvroInput();

  /**
   * @throws RuntimeException when the schemas don't fit each other, or the class doesn't fit its
   *     own
   */
  AvroDecoder(AvroModel<T> model, Schema writer, OptionalInt schemaId) {
    AvroLimits.apply();
    this.reader = ReaderCompiler.compile(model, writer);
    this.schemaId = schemaId;
  }

  /** Decodes what stands behind the first {@code offset} bytes. */
  Decoded<T> decode(byte[] bytes, int offset) {
    in.start(bytes, offset);
    try {
      @SuppressWarnings("unchecked") // what a record's reader returns is one
      T value = (T) Objects.requireNonNull(reader.read(in));
      return in.isAtEnd()
          ? new Decoded.Ok<>(value)
          : poison(PoisonCause.TRAILING_BYTES, "bytes are left over", bytes, offset);
    } catch (Undecodable e) {
      return poison(e.poison(), String.valueOf(e.getMessage()), bytes, offset);
    } catch (StackOverflowError e) {
      return poison(PoisonCause.LIMIT_EXCEEDED, "nested too deeply", bytes, offset);
    } catch (RuntimeException e) {
      String thrown = e.getClass().getSimpleName();
      return poison(
          PoisonCause.MALFORMED,
          "the bytes contradict their schema (" + thrown + ")",
          bytes,
          offset);
    } finally {
      in.finish();
    }
  }

  private Decoded<T> poison(PoisonCause cause, String what, byte[] bytes, int offset) {
    String where = ", after byte " + (in.position() - offset) + " of " + (bytes.length - offset);
    return new Decoded.Poison<>(cause, what + where, schemaId);
  }
}
