package dev.tidemark.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro records as JSON, one object a line: the fields in the order and with the names of the
 * schema, and no other.
 *
 * <p>Instants ({@code timestamp-millis}) are ISO-8601 in UTC, with milliseconds only where they are
 * not zero: {@code 2001-01-01T00:00:00Z}, {@code 2018-01-31T01:49:59.650Z}. Bytes are Base64.
 * Values of a union stand without the name of their branch.
 */
public final class JsonLines {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonLines() {}

  /**
   * One record as one line, without the line's end. A specific and a generic record of one content
   * give one line.
   */
  public static String line(IndexedRecord value) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      write(json, value.getSchema(), value);
    } catch (IOException e) {
      throw new UncheckedIOException("a value can't be written as JSON: " + e.getMessage(), e);
    }
    return line.toString();
  }

  /**
   * Writes records to a file, which is replaced when it exists; its folder must exist.
   *
   * @param values the records in the order of the lines
   */
  public static void write(Path file, List<? extends IndexedRecord> values) throws IOException {
    Files.write(file, values.stream().map(JsonLines::line).toList(), UTF_8);
  }

  private static void write(JsonGenerator json, Schema schema, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }
    switch (schema.getType()) {
      case RECORD -> writeRecord(json, (IndexedRecord) value);
      case UNION -> write(json, branchOf(schema, value), value);
      case ARRAY -> writeArray(json, schema.getElementType(), (Collection<?>) value);
      case MAP -> writeMap(json, schema.getValueType(), (Map<?, ?>) value);
      case INT -> json.writeNumber(((Number) value).intValue());
      case LONG -> writeLong(json, schema, value);
      case FLOAT -> json.writeNumber(((Number) value).floatValue());
      case DOUBLE -> json.writeNumber(((Number) value).doubleValue());
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case BYTES -> writeBytes(json, (ByteBuffer) value);
      case FIXED -> json.writeBinary(((GenericFixed) value).bytes());
      case STRING, ENUM -> json.writeString(value.toString());
      case NULL -> json.writeNull();
    }
  }

  private static void writeRecord(JsonGenerator json, IndexedRecord value) throws IOException {
    json.writeStartObject();
    for (Schema.Field field : value.getSchema().getFields()) {
      json.writeFieldName(field.name());
      write(json, field.schema(), value.get(field.pos()));
    }
    json.writeEndObject();
  }

  private static void writeArray(JsonGenerator json, Schema elements, Collection<?> values)
      throws IOException {
    json.writeStartArray();
    for (Object value : values) {
      write(json, elements, value);
    }
    json.writeEndArray();
  }

  private static void writeMap(JsonGenerator json, Schema values, Map<?, ?> entries)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      json.writeFieldName(entry.getKey().toString());
      write(json, values, entry.getValue());
    }
    json.writeEndObject();
  }

  /** A generic record holds a timestamp as a number, a specific one as an instant. */
  private static void writeLong(JsonGenerator json, Schema schema, Object value)
      throws IOException {
    if (value instanceof Instant instant) {
      json.writeString(instant.toString());
    } else if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
      json.writeString(Instant.ofEpochMilli((Long) value).toString());
    } else {
      json.writeNumber(((Number) value).longValue());
    }
  }

  private static void writeBytes(JsonGenerator json, ByteBuffer value) throws IOException {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    json.writeBinary(bytes);
  }

  private static Schema branchOf(Schema union, Object value) {
    return union.getTypes().get(GenericData.get().resolveUnion(union, value));
  }
}
