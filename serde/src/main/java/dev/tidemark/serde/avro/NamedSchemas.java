package dev.tidemark.serde.avro;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** The records, enums and fixeds that a schema is made of. */
public final class NamedSchemas {
  private NamedSchemas() {}

  /** Every record, enum and fixed within a schema, itself included, each once. */
  public static List<Schema> within(Schema root) {
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
}
