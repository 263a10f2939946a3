package dev.tidemark.serde.evolution;

import dev.tidemark.serde.evolution.SchemaFinding.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.Container;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * The differences that Avro's compatibility rules let pass and its readers can't read. The rules
 * compare names without their namespace, and take the alias of a field whatever its record is
 * called; readers go by full names within unions, and follow aliases only in a record of the same
 * full name. Pure.
 */
final class Unresolved {
  private final List<Place> places = new ArrayList<>();
  private final Set<Action> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Where, between what, and which rule is broken. */
  record Place(String path, Schema reader, Schema writer, Rule rule) {}

  private Unresolved() {}

  /**
   * All such places.
   *
   * @throws org.apache.avro.AvroRuntimeException when readers can't even begin
   */
  static List<Place> between(Schema reader, Schema writer) {
    Unresolved unresolved = new Unresolved();
    unresolved.walk(Resolver.resolve(writer, reader, new GenericData()), "");
    return unresolved.places;
  }

  private void walk(Action action, String path) {
    if (!seen.add(action)) {
      return;
    }
    if (action instanceof RecordAdjust record) {
      fields(record, path);
    } else if (action instanceof Container container) {
      boolean isList = container.reader.getType() == Schema.Type.ARRAY;
      walk(container.elementAction, path + (isList ? "[]" : "{}"));
    } else if (action instanceof WriterUnion union) {
      for (Action branch : union.actions) {
        walk(branch, path);
      }
    } else if (action instanceof ReaderUnion union) {
      walk(union.actualAction, path);
    } else if (action.type == Action.Type.ERROR) {
      places.add(misfit(action, path));
    }
  }

  private void fields(RecordAdjust record, String path) {
    int next = 0;
    for (Action field : record.fieldActions) {
      if (field.type != Action.Type.SKIP) {
        walk(field, path + "/" + record.readerOrder[next++].name());
      }
    }
    for (; next < record.readerOrder.length; next++) {
      boolean isMissed =
          record.readerOrder[next].aliases().stream()
              .anyMatch(alias -> record.writer.getField(alias) != null);
      if (isMissed) {
        places.add(new Place(path, record.reader, record.writer, Rule.NAME_IS_KEPT));
        return;
      }
    }
  }

  private static Place misfit(Action action, String path) {
    Schema writer = action.writer;
    for (Schema reader : branches(action.reader)) {
      if (reader.getType() == writer.getType()
          && SchemaNames.isNamed(reader)
          && !reader.getFullName().equals(writer.getFullName())) {
        return new Place(path, reader, writer, Rule.NAME_IS_KEPT);
      }
    }
    return new Place(path, action.reader, writer, Rule.BRANCH_IS_KNOWN);
  }

  private static List<Schema> branches(Schema schema) {
    return schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
  }
}
