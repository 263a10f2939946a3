package dev.tidemark.topology.plan.upgrade.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.plan.document.PlanPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The difference of two types and their schemas, for messages. */
public final class TypeChange {
  private TypeChange() {}

  /**
   * Of bytes that carry no schema, as those of state and exchanges: only what changes how they are
   * read.
   *
   * @param side {@code key}, {@code element} or {@code value}
   */
  public static Optional<String> ofState(PlanPart before, PlanPart after, String side) {
    return of(before, after, side, false);
  }

  /**
   * Of bytes that carry the id of their schema, as those of topics: any other schema has another
   * id.
   *
   * @param side {@code key}, {@code element} or {@code value}
   */
  public static Optional<String> ofTopic(PlanPart before, PlanPart after, String side) {
    return of(before, after, side, true);
  }

  /** Returns whether both are types whose schemas a registry compares. */
  public static boolean bothHaveSchemas(PlanPart before, PlanPart after, String side) {
    return before.json().path(side + "_schema").isContainerNode()
        && after.json().path(side + "_schema").isContainerNode();
  }

  private static Optional<String> of(
      PlanPart before, PlanPart after, String side, boolean toTheLetter) {
    String type = side + "_type";
    if (!bothHaveSchemas(before, after, side)) {
      return before.differs(after, type)
          ? Optional.of(before.change(after, type))
          : Optional.empty();
    }
    JsonNode old = before.json().get(side + "_schema");
    JsonNode other = after.json().get(side + "_schema");
    if (toTheLetter ? old.equals(other) : SchemaShape.of(old).equals(SchemaShape.of(other))) {
      return Optional.empty();
    }
    if (before.differs(after, type)) {
      return Optional.of(before.change(after, type));
    }
    return Optional.of("in the schema of " + before.textOf(type) + ": " + fields(old, other));
  }

  /** The fields by which two schemas differ. */
  public static String fields(JsonNode before, JsonNode after) {
    Map<String, JsonNode> old = byName(before);
    Map<String, JsonNode> now = byName(after);
    List<String> differences = new ArrayList<>();
    now.keySet().stream()
        .filter(name -> !old.containsKey(name))
        .forEach(name -> differences.add("field " + name + " is new"));
    old.forEach(
        (name, field) -> {
          if (!now.containsKey(name)) {
            differences.add("field " + name + " is gone");
          } else if (!SchemaShape.of(field).equals(SchemaShape.of(now.get(name)))) {
            differences.add("field " + name + " has another type");
          }
        });
    return differences.isEmpty()
        ? "it is written otherwise (order, docs, defaults or aliases)"
        : String.join(", ", differences);
  }

  private static Map<String, JsonNode> byName(JsonNode schema) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    schema.path("fields").forEach(field -> fields.put(field.path("name").asText(), field));
    return fields;
  }
}
