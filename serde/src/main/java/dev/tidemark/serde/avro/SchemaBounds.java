package dev.tidemark.serde.avro;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Bounds what a writer's schema may make its readers do, before anything is done with it: a client
 * that may register a schema must not be able to stop readers. No real schema comes near these
 * limits.
 */
public final class SchemaBounds {
  /** Fields, symbols and types of unions together. */
  static final int PARTS_MAX = 100_000;

  /** Matching two enums takes the product of their sizes. */
  static final int SYMBOLS_MAX = 10_000;

  /** Matching two unions takes the product of their sizes, and each match may be one of records. */
  static final int BRANCHES_MAX = 256;

  /** The depth to which types may lie within each other, a record within itself not counted. */
  static final int DEPTH_MAX = 500;

  /**
   * Parts that a value has for no byte at all, such as nulls: 40 records of which each has the next
   * one twice are 10<sup>12</sup> of them. What stands in a union, array or map does not count,
   * since it costs bytes.
   */
  static final long FREE_PARTS_MAX = 1_000;

  private static final String TOO_DEEP = "nests its types deeper than " + DEPTH_MAX + " levels";

  private final Map<Schema, Integer> heights = new IdentityHashMap<>();
  private final Map<Schema, Long> free = new IdentityHashMap<>();
  private long parts;
  private int depth;
  private String exceeded = "";

  private SchemaBounds() {}

  /** Returns the limit that a schema exceeds; empty when it keeps to all limits. */
  public static Optional<String> exceededBy(Schema schema) {
    SchemaBounds bounds = new SchemaBounds();
    bounds.visit(schema);
    return bounds.exceeded.isEmpty() ? Optional.empty() : Optional.of(bounds.exceeded);
  }

  /** Returns the size of a schema that keeps to the limits: fields, symbols and types of unions. */
  static long parts(Schema schema) {
    SchemaBounds bounds = new SchemaBounds();
    bounds.visit(schema);
    return bounds.parts;
  }

  /** Returns how many levels a type has, and notes whether it keeps to the limits. */
  private int visit(Schema schema) {
    Integer known = heights.putIfAbsent(schema, 0);
    if (known != null && schema.getType() == Schema.Type.ENUM) {
      // matched again, and with aliases copied, wherever it is referred to
      heightWithin(schema);
    }
    if (known != null || !exceeded.isEmpty()) {
      return known == null ? 0 : known;
    }
    if (++depth > DEPTH_MAX) {
      exceeded = TOO_DEEP;
      return 0;
    }
    int height = 1 + heightWithin(schema);
    depth--;
    heights.put(schema, height);
    if (height > DEPTH_MAX && exceeded.isEmpty()) {
      exceeded = TOO_DEEP;
    }
    return height;
  }

  private int heightWithin(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case ENUM -> {
        count(schema.getEnumSymbols().size(), SYMBOLS_MAX, "symbols in an enum");
        yield 0;
      }
      case ARRAY -> visit(schema.getElementType());
      case MAP -> visit(schema.getValueType());
      case UNION -> {
        List<Schema> types = schema.getTypes();
        count(types.size(), BRANCHES_MAX, "types in a union");
        yield types.stream().mapToInt(this::visit).max().orElse(0);
      }
      default -> 0;
    };
  }

  private int record(Schema record) {
    count(record.getFields().size(), PARTS_MAX, "fields");
    int height = record.getFields().stream().mapToInt(f -> visit(f.schema())).max().orElse(0);
    if (exceeded.isEmpty() && freeParts(record) > FREE_PARTS_MAX) {
      exceeded = "nests too many records and nulls: a value of no bytes would be endless";
    }
    return height;
  }

  private void count(int more, int max, String what) {
    parts += more;
    if (exceeded.isEmpty() && (more > max || parts > PARTS_MAX)) {
      exceeded = more > max ? "has more than " + max + " " + what : "has too many parts";
    }
  }

  private long freeParts(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> 1;
      case FIXED -> schema.getFixedSize() == 0 ? 1 : 0;
      case RECORD -> freePartsOfRecord(schema);
      default -> 0;
    };
  }

  private long freePartsOfRecord(Schema record) {
    Long known = free.putIfAbsent(record, 1L);
    if (known != null) {
      return known;
    }
    long sum = 1;
    for (Schema.Field field : record.getFields()) {
      sum = Math.min(FREE_PARTS_MAX + 1, sum + freeParts(field.schema()));
    }
    free.put(record, sum);
    return sum;
  }
}
