package dev.tidemark.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Converts values to human-readable JSON: Avro records with their fields, unions without a wrapper,
 * times in ISO form, bytes in Base64, records of Java with their components, and anything else as
 * its text. Not the encoding of a topic; {@link JsonToAvro} reads it back by the schema that it
 * had. Bounded in depth and size; one instance for each answer.
 */
public final class JsonValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEPTH_MAX = 64;
  private static final int UNITS_MAX = 200_000;
  private static final int CHARS_PER_UNIT = 64;
  private static final int OTHER_CHARS_MAX = 1_000;

  private int units;

  /** A value is deeper or larger than an answer may be. */
  public static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge(String message) {
      super(message);
    }
  }

  /**
   * Returns a value as JSON.
   *
   * @throws TooLarge when the values of this instance exceed the bounds
   */
  public JsonNode of(@Nullable Object value) {
    return node(value, AvroHint.NONE, 0);
  }

  private JsonNode node(@Nullable Object raw, AvroHint hint, int depth) {
    Object value = hint.readable(raw);
    spend(depth, 1);
    if (value == null) {
      return JSON.nullNode();
    }
    if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof GenericContainer avro && !(value instanceof Collection<?>)) {
      return avro(avro, depth);
    }
    if (value instanceof byte[] bytes) {
      return text(Base64.getEncoder().encodeToString(bytes));
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return text(Base64.getEncoder().encodeToString(bytes));
    }
    return composed(value, hint, depth);
  }

  private JsonNode composed(Object value, AvroHint hint, int depth) {
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = JSON.objectNode();
      map.forEach(
          (key, inner) ->
              object.set(shown(String.valueOf(key)), node(inner, hint.values(), depth + 1)));
      return object;
    }
    if (value instanceof Iterable<?> items) {
      ArrayNode array = JSON.arrayNode();
      items.forEach(item -> array.add(node(item, hint.elements(), depth + 1)));
      return array;
    }
    if (value instanceof Object[] items) {
      ArrayNode array = JSON.arrayNode();
      for (Object item : items) {
        array.add(node(item, AvroHint.NONE, depth + 1));
      }
      return array;
    }
    if (value instanceof Optional<?> optional) {
      return node(optional.orElse(null), AvroHint.NONE, depth + 1);
    }
    if (value instanceof Record components) {
      return components(components, depth);
    }
    if (value instanceof CharSequence || value instanceof Enum<?>) {
      return text(value.toString());
    }
    String other = String.valueOf(value.toString());
    return text(other.length() <= OTHER_CHARS_MAX ? other : other.substring(0, OTHER_CHARS_MAX));
  }

  private static JsonNode number(Number number) {
    if (number instanceof Long) {
      return JSON.numberNode(number.longValue());
    }
    if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
      return JSON.numberNode(number.intValue());
    }
    if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      return Double.isFinite(value)
          ? number instanceof Float exact ? JSON.numberNode(exact) : JSON.numberNode(value)
          : JSON.textNode(Double.toString(value));
    }
    // what a reader of JSON may round is given as text
    if (number instanceof BigDecimal decimal) {
      return JSON.textNode(decimal.toPlainString());
    }
    return number instanceof BigInteger
        ? JSON.textNode(number.toString())
        : JSON.numberNode(number.doubleValue());
  }

  private JsonNode avro(GenericContainer value, int depth) {
    if (value instanceof IndexedRecord fields) {
      ObjectNode object = JSON.objectNode();
      fields
          .getSchema()
          .getFields()
          .forEach(
              field ->
                  object.set(
                      field.name(),
                      node(fields.get(field.pos()), AvroHint.of(field.schema()), depth + 1)));
      return object;
    }
    if (value instanceof GenericFixed fixed) {
      return text(Base64.getEncoder().encodeToString(fixed.bytes()));
    }
    return text(value instanceof GenericEnumSymbol<?> ? value.toString() : String.valueOf(value));
  }

  private JsonNode components(Record value, int depth) {
    ObjectNode object = JSON.objectNode();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      object.set(
          component.getName(),
          node(read(component.getAccessor(), value), AvroHint.NONE, depth + 1));
    }
    return object;
  }

  /** The record's class may be private to the job. */
  private static @Nullable Object read(Method accessor, Object value) {
    try {
      accessor.setAccessible(true);
      return accessor.invoke(value);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(accessor.getName() + "() failed", e.getCause());
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(accessor.getName() + "() can't be called", e);
    }
  }

  private JsonNode text(String text) {
    return JSON.textNode(shown(text));
  }

  private String shown(String text) {
    spend(0, text.length() / CHARS_PER_UNIT);
    return text;
  }

  private void spend(int depth, int more) {
    units += more;
    if (depth > DEPTH_MAX || units > UNITS_MAX) {
      throw new TooLarge(
          depth > DEPTH_MAX
              ? "a value is nested more than " + DEPTH_MAX + " deep"
              : "the values are larger than an answer may be");
    }
  }
}
