package dev.tidemark.serde.avro;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversion;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Finds the part of a value that contradicts its schema. Avro's own messages quote the value, which
 * may be a secret; these name fields and types only. Slow; asked only after a value could not be
 * written.
 */
final class SchemaViolation {
  private static final int DEPTH_MAX = AvroLimits.DEPTH_MAX;
  private static final int PATH_CHARS_MAX = 200;

  private final GenericData data;

  private SchemaViolation(GenericData data) {
    this.data = data;
  }

  static String describe(AvroModel<?> model, @Nullable Object value) {
    String name = model.schema().getFullName();
    String found = null;
    try {
      found = new SchemaViolation(model.data()).find(model.schema(), value, name, 0);
    } catch (RuntimeException | StackOverflowError e) {
      // A value so broken that it can't even be looked at; the cause of the exception has the rest.
    }
    return found == null ? "the value does not fit the schema of " + name : found;
  }

  private @Nullable String find(Schema schema, @Nullable Object value, String path, int depth) {
    if (depth > DEPTH_MAX) {
      return abridged(path) + ": nested deeper than " + DEPTH_MAX + " levels";
    }
    if (schema.getType() == Schema.Type.UNION) {
      return findInUnion(schema, value, path, depth);
    }
    if (value == null) {
      return schema.getType() == Schema.Type.NULL
          ? null
          : path + ": null where " + schema.getFullName() + " is needed";
    }
    if (schema.getLogicalType() != null
        && data.getConversionByClass(value.getClass(), schema.getLogicalType()) != null) {
      return null;
    }
    if (!isOfType(schema, value)) {
      return path
          + ": "
          + value.getClass().getName()
          + " where "
          + schema.getFullName()
          + " is needed";
    }
    return switch (schema.getType()) {
      case RECORD -> findInRecord(schema, (IndexedRecord) value, path, depth);
      case ARRAY -> findInItems(schema.getElementType(), (Collection<?>) value, path, depth);
      case MAP -> findInItems(schema.getValueType(), ((Map<?, ?>) value).values(), path, depth);
      case ENUM ->
          schema.hasEnumSymbol(value.toString())
              ? null
              : path + ": not a symbol of " + schema.getFullName();
      default -> null;
    };
  }

  private static String abridged(String path) {
    return path.length() <= PATH_CHARS_MAX ? path : path.substring(0, PATH_CHARS_MAX) + "...";
  }

  private @Nullable String findInUnion(
      Schema union, @Nullable Object value, String path, int depth) {
    List<Schema> real =
        union.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    if (value == null && real.size() < union.getTypes().size()) {
      return null;
    }
    if (value != null && real.size() == 1) {
      return find(real.get(0), value, path, depth);
    }
    try {
      int branch = data.resolveUnion(union, value);
      return find(union.getTypes().get(branch), value, path, depth);
    } catch (AvroRuntimeException e) {
      String type = value == null ? "null" : value.getClass().getName();
      return path + ": " + type + " is not one of the types of the union";
    }
  }

  private @Nullable String findInRecord(
      Schema schema, IndexedRecord value, String path, int depth) {
    for (Schema.Field field : schema.getFields()) {
      Schema.Field own = value.getSchema().getField(field.name());
      Object part = own == null ? null : value.get(own.pos());
      if (part != null && hasOwnConversion(value, own == null ? field : own)) {
        continue;
      }
      String found = find(field.schema(), part, path + "." + field.name(), depth + 1);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean hasOwnConversion(IndexedRecord value, Schema.Field field) {
    Conversion<?> conversion =
        value instanceof SpecificRecordBase base ? base.getConversion(field.pos()) : null;
    return conversion != null;
  }

  private @Nullable String findInItems(Schema type, Collection<?> items, String path, int depth) {
    int index = 0;
    for (Object item : items) {
      String found = find(type, item, path + "[" + index + "]", depth);
      if (found != null) {
        return found;
      }
      index++;
    }
    return null;
  }

  private static boolean isOfType(Schema schema, Object value) {
    return switch (schema.getType()) {
      case RECORD -> value instanceof IndexedRecord;
      case ARRAY -> value instanceof Collection;
      case MAP -> value instanceof Map;
      case FIXED -> value instanceof GenericFixed;
      case STRING -> value instanceof CharSequence;
      case BYTES -> value instanceof java.nio.ByteBuffer;
      case INT, LONG, FLOAT, DOUBLE -> value instanceof Number;
      case BOOLEAN -> value instanceof Boolean;
      case NULL -> false;
      default -> true;
    };
  }
}
