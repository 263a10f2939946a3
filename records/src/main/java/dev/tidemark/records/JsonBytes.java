package dev.tidemark.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runtime.json.JsonKeys;
import dev.tidemark.runtime.json.JsonToAvro;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.serde.registry.RegisteredSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Makes the bytes of a topic's keys or values of hand-written JSON: by a registered schema, or by
 * one of the types without a schema. Belongs to one thread.
 */
public final class JsonBytes {

  private static final Map<String, Type<?>> PLAIN = new LinkedHashMap<>();

  static {
    List.of(
            Types.STRING,
            Types.LONG,
            Types.INTEGER,
            Types.DOUBLE,
            Types.BOOLEAN,
            Types.BYTES,
            Types.INSTANT)
        .forEach(type -> PLAIN.put(type.description(), type));
  }

  /** The place that an exception names when a key or value does not fit. */
  private final String where;

  private final Encoding encoding;

  /** One way to make bytes. */
  private interface Encoding {
    byte[] of(JsonNode json) throws IOException;
  }

  private JsonBytes(String where, Encoding encoding) {
    this.where = where;
    this.encoding = encoding;
  }

  /** Returns the names of the types without a schema. */
  public static List<String> types() {
    return List.copyOf(PLAIN.keySet());
  }

  /**
   * By a schema; the bytes carry its id.
   *
   * @param where {@code key} or {@code value}
   */
  public static JsonBytes avro(String where, RegisteredSchema schema) {
    GenericDatumWriter<Object> writer =
        new GenericDatumWriter<>(schema.schema(), new GenericData());
    return new JsonBytes(
        where, json -> WireFormat.frame(schema.id(), avro(schema.schema(), writer, json, where)));
  }

  /**
   * By a type without a schema; empty if there is none of this name.
   *
   * @param where {@code key} or {@code value}
   */
  public static Optional<JsonBytes> plain(String where, String type) {
    return Optional.ofNullable(PLAIN.get(type))
        .map(known -> new JsonBytes(where, json -> plain(known, json, where)));
  }

  /**
   * Returns the bytes of one key or value.
   *
   * @throws IllegalArgumentException names the place that does not fit, and what it must be
   */
  public byte[] of(JsonNode json) {
    try {
      return encoding.of(json);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(where + " does not fit its schema", e);
    }
  }

  private static byte[] avro(
      Schema schema, GenericDatumWriter<Object> writer, JsonNode json, String where)
      throws IOException {
    Object value = new JsonToAvro().value(schema, json, where);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    writer.write(value, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  @SuppressWarnings("unchecked")
  private static byte[] plain(Type<?> type, JsonNode json, String where) {
    try {
      return ((Codec<Object>) type.stateCodec()).encode(JsonKeys.scalar(type.javaClass(), json));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new IllegalArgumentException(
          "%s is no %s: %s".formatted(where, type.description(), JsonKeys.reason(e)), e);
    }
  }
}
