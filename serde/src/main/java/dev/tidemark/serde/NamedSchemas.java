package dev.tidemark.serde;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** The records, enums and fixeds that a schema is made of. */
final class NamedSchemas {
  /** No schema of this world comes near it; a hostile one needs 20 lines to pass it. */
  private static final long FREE_PARTS_MAX = 100_000;

  private NamedSchemas() {}

  /** Every record, enum and fixed within a schema, itself included, each once. */
  static List<Schema> within(Schema root) {
    Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Schema> named = new ArrayList<>();
    Deque<Schema> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Schema schema = open.pop();
      if (!seen.add(schema)) {
        continue;
      }
      switch (schema.getType()) {
        case RECORD -> {
          named.add(schema);
          schema.getFields().forEach(field -> open.push(field.schema()));
        }
        case ENUM, FIXED -> named.add(schema);
        case ARRAY -> open.push(schema.getElementType());
        case MAP -> open.push(schema.getValueType());
        case UNION -> schema.getTypes().forEach(open::push);
        default -> {}
      }
    }
    return named;
  }

  /**
   * Whether a record holds so many parts by nesting alone that walking through one value takes for
   * ever, although the value may have no byte at all: 40 records of which each has the next one
   * twice are 10<sup>12</sup> parts. What stands in a union, array or map does not count, since it
   * costs bytes.
   */
  static boolean explode(Schema root) {
    IdentityHashMap<Schema, Long> counted = new IdentityHashMap<>();
    return within(root).stream().anyMatch(named -> freeParts(named, counted) > FREE_PARTS_MAX);
  }

  private static long freeParts(Schema schema, IdentityHashMap<Schema, Long> counted) {
    if (schema.getType() != Schema.Type.RECORD) {
      return 1;
    }
    Long known = counted.putIfAbsent(schema, 0L);
    if (known != null) {
      return known;
    }
    long parts = 1;
    for (Schema.Field field : schema.getFields()) {
      parts = Math.min(FREE_PARTS_MAX + 1, parts + freeParts(field.schema(), counted));
    }
    counted.put(schema, parts);
    return parts;
  }
}
