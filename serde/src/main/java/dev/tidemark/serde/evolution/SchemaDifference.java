package dev.tidemark.serde.evolution;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * One place at which two schemas differ, whether the difference matters or not; that is for {@link
 * SchemaFindings} to say.
 *
 * @param path the place, as in {@link SchemaFinding#path}
 * @param before what stands there in the first; {@code nothing} if there is nothing
 * @param after what stands there in the second; {@code nothing} if there is nothing
 */
public record SchemaDifference(String path, String before, String after) {

  private static final int DIFFERENCES_MAX = 1_000;

  /** All differences but those of docs and properties; at most 1,000. */
  public static List<SchemaDifference> between(Schema before, Schema after) {
    List<SchemaDifference> differences = new ArrayList<>();
    compare(before, after, "", differences, new HashSet<>());
    return differences;
  }

  private static void compare(
      Schema before, Schema after, String path, List<SchemaDifference> into, Set<String> seen) {
    if (into.size() >= DIFFERENCES_MAX) {
      return;
    }
    Schema one = withoutNull(before);
    Schema other = withoutNull(after);
    String old = words(before);
    String now = words(after);
    if (!old.equals(now)) {
      into.add(new SchemaDifference(path.isEmpty() ? "/" : path, old, now));
    }
    if (one.getType() != other.getType()) {
      return;
    }
    switch (one.getType()) {
      case RECORD -> {
        // by name: a record that holds itself has an end here
        if (seen.add(one.getFullName() + " " + other.getFullName())) {
          fields(one, other, path, into, seen);
        }
      }
      case ARRAY -> compare(one.getElementType(), other.getElementType(), path + "[]", into, seen);
      case MAP -> compare(one.getValueType(), other.getValueType(), path + "{}", into, seen);
      default -> {}
    }
  }

  private static void fields(
      Schema before, Schema after, String path, List<SchemaDifference> into, Set<String> seen) {
    for (Schema.Field field : before.getFields()) {
      String inside = path + "/" + field.name();
      Schema.Field now = after.getField(field.name());
      if (now == null) {
        into.add(new SchemaDifference(inside, described(field), SchemaNames.NOTHING));
        continue;
      }
      int found = into.size();
      compare(field.schema(), now.schema(), inside, into, seen);
      if (into.size() == found && !described(field).equals(described(now))) {
        into.add(new SchemaDifference(inside, described(field), described(now)));
      }
    }
    for (Schema.Field field : after.getFields()) {
      if (before.getField(field.name()) == null) {
        into.add(
            new SchemaDifference(path + "/" + field.name(), SchemaNames.NOTHING, described(field)));
      }
    }
  }

  private static String described(Schema.Field field) {
    String text = words(field.schema());
    if (field.hasDefaultValue()) {
      Object value = GenericData.get().getDefaultValue(field);
      text += ", default " + (value instanceof CharSequence ? "\"" + value + "\"" : value);
    }
    return field.aliases().isEmpty()
        ? text
        : text + ", formerly " + String.join(", ", field.aliases());
  }

  private static String words(Schema schema) {
    Schema real = withoutNull(schema);
    String text =
        real.getType() == Schema.Type.ENUM
            ? SchemaNames.of(real) + " of " + String.join(", ", real.getEnumSymbols())
            : SchemaNames.of(real);
    return real == schema ? text : "optional " + text;
  }

  /** Returns the type within an optional type; any other type itself. */
  private static Schema withoutNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION || schema.getTypes().size() != 2) {
      return schema;
    }
    List<Schema> real =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    return real.size() == 1 ? real.get(0) : schema;
  }
}
