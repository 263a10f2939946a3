package dev.tidemark.runtime.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/**
 * A hint from the schema of a field about a raw value: generic records hold a {@code
 * timestamp-millis} as a number. A value whose meaning can't be determined, e.g. because a union
 * has several branches, is left as it is.
 */
record AvroHint(@Nullable Schema schema) {

  static final AvroHint NONE = new AvroHint(null);

  /** A number is written out in full, and a schema may name any scale. */
  private static final int SCALE_MAX = 10_000;

  static AvroHint of(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return new AvroHint(schema);
    }
    List<Schema> branches =
        schema.getTypes().stream().filter(s -> s.getType() != Schema.Type.NULL).toList();
    return branches.size() == 1 ? new AvroHint(branches.get(0)) : NONE;
  }

  AvroHint values() {
    return schema != null && schema.getType() == Schema.Type.MAP ? of(schema.getValueType()) : NONE;
  }

  AvroHint elements() {
    return schema != null && schema.getType() == Schema.Type.ARRAY
        ? of(schema.getElementType())
        : NONE;
  }

  /**
   * Returns the value that a logical type stands for, if it is still raw; the raw value where there
   * is no such value, e.g. a time of day beyond midnight.
   */
  @Nullable Object readable(@Nullable Object raw) {
    LogicalType logical = schema == null ? null : schema.getLogicalType();
    if (raw == null || logical == null) {
      return raw;
    }
    if (logical instanceof LogicalTypes.Decimal decimal) {
      byte[] unscaled = bytesOf(raw);
      return unscaled == null || unscaled.length == 0 || decimal.getScale() > SCALE_MAX
          ? raw
          : new BigDecimal(new BigInteger(unscaled), decimal.getScale());
    }
    try {
      return raw instanceof Long || raw instanceof Integer
          ? time(logical.getName(), ((Number) raw).longValue(), raw)
          : raw;
    } catch (DateTimeException beyond) {
      return raw;
    }
  }

  private static Object time(String logical, long value, Object raw) {
    return switch (logical) {
      case "timestamp-millis", "local-timestamp-millis" ->
          iso(Instant.ofEpochMilli(value), logical);
      case "timestamp-micros", "local-timestamp-micros" ->
          iso(instant(value, TimeUnit.MICROSECONDS), logical);
      case "timestamp-nanos", "local-timestamp-nanos" ->
          iso(instant(value, TimeUnit.NANOSECONDS), logical);
      case "date" -> LocalDate.ofEpochDay(value);
      case "time-millis" -> LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(value));
      case "time-micros" -> LocalTime.ofNanoOfDay(TimeUnit.MICROSECONDS.toNanos(value));
      default -> raw;
    };
  }

  /** Local times have no zone. */
  private static String iso(Instant instant, String logical) {
    String text = instant.toString();
    return logical.startsWith("local") ? text.substring(0, text.length() - 1) : text;
  }

  private static Instant instant(long value, TimeUnit unit) {
    long perSecond = unit.convert(1, TimeUnit.SECONDS);
    return Instant.ofEpochSecond(
        Math.floorDiv(value, perSecond), unit.toNanos(Math.floorMod(value, perSecond)));
  }

  private static byte @Nullable [] bytesOf(Object raw) {
    if (raw instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    if (raw instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return null;
  }
}
