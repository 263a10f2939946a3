package dev.tidemark.runtime.json;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Reads hand-written JSON by an Avro schema: unions without a wrapper, bytes in Base64, times in
 * ISO form or raw; a field that is missing takes its default. Throws {@link
 * IllegalArgumentException} that names the place.
 */
public final class JsonToAvro {

  private static final int DEPTH_MAX = 200;
  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private final GenericData data = new GenericData();
  private int depth;

  /**
   * Returns a raw value of Avro's generic model.
   *
   * @param where names the place for errors
   */
  @Nullable
  public Object value(Schema schema, JsonNode json, String where) {
    if (++depth > DEPTH_MAX) {
      throw new IllegalArgumentException(where + " is nested too deep");
    }
    try {
      return switch (schema.getType()) {
        case RECORD -> record(schema, json, where);
        case UNION -> union(schema, json, where);
        case ARRAY -> array(schema, json, where);
        case MAP -> map(schema, json, where);
        case ENUM -> symbol(schema, json, where);
        case FIXED -> new GenericData.Fixed(schema, fixed(schema, json, where));
        case BYTES -> ByteBuffer.wrap(bytes(schema, json, where));
        default -> scalar(schema, json, where);
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "%s is no %s: %s".formatted(where, name(schema), e.getMessage()), e);
    } finally {
      depth--;
    }
  }

  private static String name(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return logical == null ? schema.getFullName() : logical.getName();
  }

  private GenericData.Record record(Schema schema, JsonNode json, String where) {
    demand(json.isObject(), json, where, "an object");
    GenericData.Record made = new GenericData.Record(schema);
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (schema.getField(name) == null) {
        throw new IllegalArgumentException(where + " has no field " + name);
      }
    }
    for (Schema.Field field : schema.getFields()) {
      String inside = where + "." + field.name();
      if (json.has(field.name())) {
        made.put(field.pos(), value(field.schema(), json.get(field.name()), inside));
      } else if (field.hasDefaultValue()) {
        made.put(field.pos(), data.getDefaultValue(field));
      } else {
        throw new IllegalArgumentException(inside + " is missing");
      }
    }
    return made;
  }

  /** The first branch that fits. */
  private @Nullable Object union(Schema schema, JsonNode json, String where) {
    List<IllegalArgumentException> misfits = new ArrayList<>();
    for (Schema branch : schema.getTypes()) {
      try {
        return value(branch, json, where);
      } catch (IllegalArgumentException e) {
        if (branch.getType() != Schema.Type.NULL) {
          misfits.add(e);
        }
      }
    }
    if (misfits.size() == 1) {
      throw misfits.get(0);
    }
    // the intended branch is the one that fits further in
    String inside =
        misfits.stream()
            .map(misfit -> String.valueOf(misfit.getMessage()))
            .filter(message -> !message.startsWith(where + " must "))
            .findFirst()
            .map(message -> ": " + message)
            .orElse("");
    throw new IllegalArgumentException(
        "%s is %s, and fits none of %s%s"
            .formatted(
                where,
                JsonKeys.kind(json),
                schema.getTypes().stream().map(Schema::getFullName).collect(joining(", ")),
                inside));
  }

  private List<@Nullable Object> array(Schema schema, JsonNode json, String where) {
    demand(json.isArray(), json, where, "a list");
    List<@Nullable Object> items = new ArrayList<>();
    for (JsonNode item : json) {
      items.add(value(schema.getElementType(), item, where + "[" + items.size() + "]"));
    }
    return items;
  }

  private Map<String, @Nullable Object> map(Schema schema, JsonNode json, String where) {
    demand(json.isObject(), json, where, "an object");
    Map<String, @Nullable Object> entries = new HashMap<>();
    json.properties()
        .forEach(
            entry ->
                entries.put(
                    entry.getKey(),
                    value(schema.getValueType(), entry.getValue(), where + "." + entry.getKey())));
    return entries;
  }

  private static GenericData.EnumSymbol symbol(Schema schema, JsonNode json, String where) {
    demand(json.isTextual(), json, where, "a text");
    if (!schema.hasEnumSymbol(json.textValue())) {
      throw new IllegalArgumentException(
          where + " is not one of " + String.join(", ", schema.getEnumSymbols()));
    }
    return new GenericData.EnumSymbol(schema, json.textValue());
  }

  private static byte[] fixed(Schema schema, JsonNode json, String where) {
    byte[] bytes = bytes(schema, json, where);
    if (!(schema.getLogicalType() instanceof LogicalTypes.Decimal)) {
      demand(bytes.length == schema.getFixedSize(), json, where, schema.getFixedSize() + " bytes");
      return bytes;
    }
    byte[] padded = new byte[schema.getFixedSize()];
    demand(bytes.length <= padded.length, json, where, "a smaller number");
    Arrays.fill(padded, bytes[0] < 0 ? (byte) -1 : 0);
    System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);
    return padded;
  }

  private static byte[] bytes(Schema schema, JsonNode json, String where) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal type) {
      return decimal(type, json, where);
    }
    demand(json.isTextual(), json, where, "a text in Base64");
    try {
      return Base64.getDecoder().decode(json.textValue());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + " must be a text in Base64: " + e.getMessage(), e);
    }
  }

  /** The digits are counted first, since a short text may stand for a number of any length. */
  private static byte[] decimal(LogicalTypes.Decimal type, JsonNode json, String where) {
    demand(json.isTextual() || json.isNumber(), json, where, "a number");
    BigDecimal number;
    try {
      number = new BigDecimal(json.asText()).stripTrailingZeros();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(where + " must be a number such as 12.50", e);
    }
    int scale = type.getScale();
    long before = (long) number.precision() - number.scale();
    if (number.signum() != 0 && (number.scale() > scale || before > type.getPrecision() - scale)) {
      throw new IllegalArgumentException(
          "%s must have at most %d digits before the point and %d behind it"
              .formatted(where, type.getPrecision() - scale, scale));
    }
    return number.setScale(scale).unscaledValue().toByteArray();
  }

  private static @Nullable Object scalar(Schema schema, JsonNode json, String where) {
    switch (schema.getType()) {
      case NULL:
        demand(json.isNull(), json, where, "null");
        return null;
      case BOOLEAN:
        demand(json.isBoolean(), json, where, "true or false");
        return json.booleanValue();
      case STRING:
        demand(json.isTextual(), json, where, "a text");
        return json.textValue();
      case INT:
        long number = whole(schema, json, where);
        demand(number == (int) number, json, where, "a whole number of 32 bits");
        return (int) number;
      case LONG:
        return whole(schema, json, where);
      case FLOAT:
        return (float) real(json, where);
      default:
        return real(json, where);
    }
  }

  private static long whole(Schema schema, JsonNode json, String where) {
    LogicalType logical = schema.getLogicalType();
    if (json.isTextual() && logical != null) {
      switch (logical.getName()) {
        case "date":
          return LocalDate.parse(json.textValue()).toEpochDay();
        case "timestamp-millis":
          return Instant.parse(json.textValue()).toEpochMilli();
        case "timestamp-micros":
          return units(Instant.parse(json.textValue()), 1_000_000);
        case "timestamp-nanos":
          return units(Instant.parse(json.textValue()), 1_000_000_000);
        case "local-timestamp-millis":
          return local(json).toEpochMilli();
        case "local-timestamp-micros":
          return units(local(json), 1_000_000);
        case "local-timestamp-nanos":
          return units(local(json), 1_000_000_000);
        case "time-millis":
          return LocalTime.parse(json.textValue()).toNanoOfDay() / 1_000_000;
        case "time-micros":
          return LocalTime.parse(json.textValue()).toNanoOfDay() / 1_000;
        default:
          break;
      }
    }
    demand(json.isIntegralNumber() && json.canConvertToLong(), json, where, "a whole number");
    return json.longValue();
  }

  private static Instant local(JsonNode json) {
    return LocalDateTime.parse(json.textValue()).toInstant(ZoneOffset.UTC);
  }

  private static long units(Instant instant, int perSecond) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), (long) perSecond),
        instant.getNano() / (1_000_000_000 / perSecond));
  }

  /** Also what JSON has no number for, as it is shown. */
  private static double real(JsonNode json, String where) {
    if (json.isTextual() && NO_NUMBERS.contains(json.textValue())) {
      return Double.parseDouble(json.textValue());
    }
    demand(json.isNumber(), json, where, "a number");
    return json.doubleValue();
  }

  private static void demand(boolean fits, JsonNode json, String where, String wanted) {
    if (!fits) {
      throw new IllegalArgumentException(
          where + " must be " + wanted + " and is " + JsonKeys.kind(json));
    }
  }
}
