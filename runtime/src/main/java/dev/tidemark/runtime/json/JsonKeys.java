package dev.tidemark.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes a key of JSON input. Scalars may be given as text, too: they often come from a URL or a
 * command line, and the type defines what they mean.
 */
public final class JsonKeys {

  private JsonKeys() {}

  /**
   * Returns the key.
   *
   * @throws JobException {@code INVALID_QUERY} when the JSON does not fit the type
   */
  public static Object of(Type<?> type, JsonNode json) {
    try {
      return type.schema().isPresent()
          ? avro(type, type.schema().get(), json)
          : scalar(type.javaClass(), json);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw misfit(type, e);
    }
  }

  /** Returns a value of a type without a schema. */
  public static Object scalar(Class<?> javaClass, JsonNode json) {
    if (!json.isValueNode() || json.isNull()) {
      throw new IllegalArgumentException("it is " + kind(json));
    }
    if (javaClass == String.class) {
      return text(json);
    }
    if (javaClass == Long.class) {
      return Long.valueOf(whole(json));
    }
    if (javaClass == Integer.class) {
      return Math.toIntExact(whole(json));
    }
    if (javaClass == Double.class) {
      return json.isNumber() ? json.doubleValue() : Double.parseDouble(textual(json));
    }
    if (javaClass == Boolean.class) {
      return json.isBoolean() ? json.booleanValue() : truth(textual(json));
    }
    if (javaClass == byte[].class) {
      return Base64.getDecoder().decode(textual(json));
    }
    if (javaClass == Instant.class) {
      return json.isIntegralNumber() && json.canConvertToLong()
          ? Instant.ofEpochMilli(json.longValue())
          : Instant.parse(textual(json));
    }
    throw new IllegalArgumentException("keys of this type can't be given as JSON");
  }

  private static String text(JsonNode json) {
    if (json.isTextual() || json.isIntegralNumber() || json.isBoolean()) {
      return json.asText();
    }
    throw new IllegalArgumentException("it is " + kind(json) + "; put it in quotes");
  }

  private static long whole(JsonNode json) {
    if (json.isIntegralNumber() && json.canConvertToLong()) {
      return json.longValue();
    }
    return Long.parseLong(textual(json));
  }

  private static boolean truth(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new IllegalArgumentException("it is neither true nor false");
  }

  private static String textual(JsonNode json) {
    if (!json.isTextual()) {
      throw new IllegalArgumentException("it is " + kind(json));
    }
    return json.textValue();
  }

  /** State is Avro's binary encoding by the declared schema, so that is how a value is made. */
  private static Object avro(Type<?> type, Schema schema, JsonNode json) {
    Object generic = new JsonToAvro().value(schema, json, "key");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<Object>(schema, new GenericData()).write(generic, encoder);
      encoder.flush();
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("it does not fit its schema", e);
    }
    @SuppressWarnings("unchecked")
    Codec<Object> codec = (Codec<Object>) type.stateCodec();
    if (codec.decode(bytes.toByteArray()) instanceof Decoded.Ok<Object> ok) {
      return ok.value();
    }
    throw new IllegalArgumentException("it does not fit its schema");
  }

  static String kind(JsonNode json) {
    return switch (json.getNodeType()) {
      case STRING -> "a text";
      case NUMBER -> json.isIntegralNumber() ? "a whole number" : "a number with a fraction";
      case BOOLEAN -> "true or false";
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      default -> "nothing";
    };
  }

  private static JobException misfit(Type<?> type, RuntimeException cause) {
    String reason = reason(cause);
    return new JobException(
        JobException.Code.INVALID_QUERY,
        "the key is not a " + type.description() + ": " + reason,
        "give a key such as " + example(type),
        cause);
  }

  public static @Nullable String reason(RuntimeException cause) {
    return cause instanceof NumberFormatException ? "it is no number" : cause.getMessage();
  }

  private static String example(Type<?> type) {
    return switch (type.javaClass().getSimpleName()) {
      case "Long", "Integer" -> "42";
      case "Double" -> "4.2";
      case "Boolean" -> "true";
      case "byte[]" -> "\"q80=\" (Base64)";
      case "Instant" -> "\"2026-11-20T10:00:00Z\"";
      case "String" -> "\"abc\"";
      default -> "{\"FIELD\": VALUE} with all fields of its schema";
    };
  }
}
