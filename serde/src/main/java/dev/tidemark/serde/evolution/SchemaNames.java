package dev.tidemark.serde.evolution;

import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** A type of a schema in a few words. */
final class SchemaNames {
  static final String NOTHING = "nothing";

  private static final int SYMBOLS_SHOWN_MAX = 8;

  private SchemaNames() {}

  /** E.g. {@code int}, {@code decimal(10,2)}, {@code enum Status}, {@code [null, string]}. */
  static String of(Schema schema) {
    if (schema.getLogicalType() != null) {
      return logical(schema.getLogicalType());
    }
    return switch (schema.getType()) {
      case RECORD -> "record " + schema.getName();
      case ENUM -> "enum " + schema.getName();
      case FIXED -> "fixed " + schema.getName() + "(" + schema.getFixedSize() + ")";
      case ARRAY -> "array of " + of(schema.getElementType());
      case MAP -> "map of " + of(schema.getValueType());
      case UNION ->
          schema.getTypes().stream()
              .map(SchemaNames::of)
              .collect(Collectors.joining(", ", "[", "]"));
      default -> schema.getType().getName();
    };
  }

  /** The symbols that a reader does not know. */
  static String unknownSymbols(Schema reader, Schema writer) {
    var unknown =
        writer.getEnumSymbols().stream()
            .filter(symbol -> !reader.getEnumSymbols().contains(symbol))
            .toList();
    String shown =
        String.join(", ", unknown.subList(0, Math.min(unknown.size(), SYMBOLS_SHOWN_MAX)));
    return unknown.size() > SYMBOLS_SHOWN_MAX
        ? shown + " and %d more".formatted(unknown.size() - SYMBOLS_SHOWN_MAX)
        : shown;
  }

  /** Returns whether the same bytes stand for another number, or for a moment in another unit. */
  static boolean meansSomethingElse(Schema reader, Schema writer) {
    LogicalType read = reader.getLogicalType();
    LogicalType written = writer.getLogicalType();
    if (read == null || written == null) {
      return false; // one side reads the raw number on purpose
    }
    if (read instanceof LogicalTypes.Decimal to && written instanceof LogicalTypes.Decimal from) {
      return to.getScale() != from.getScale();
    }
    return !read.getName().equals(written.getName());
  }

  private static String logical(LogicalType type) {
    return type instanceof LogicalTypes.Decimal decimal
        ? "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")"
        : type.getName();
  }

  /** Returns whether a type has a name of its own. */
  static boolean isNamed(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> true;
      default -> false;
    };
  }
}
