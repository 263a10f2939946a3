package dev.tidemark.topology.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A part of a plan document, e.g. a store. Its fields may be missing or be of any kind: what can't
 * be read is unknown, and what is unknown never differs.
 */
record PlanPart(String name, JsonNode json) {

  /** Whether the document says anything about a field, if only that there is nothing. */
  boolean knows(String field) {
    return json.has(field);
  }

  Optional<String> text(String field) {
    JsonNode value = json.path(field);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  /** The text of a field, or nothing if it is unknown. */
  String textOf(String field) {
    return text(field).orElse("");
  }

  boolean is(String field, String value) {
    return textOf(field).equals(value);
  }

  OptionalLong number(String field) {
    JsonNode value = json.path(field);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }

  /** A part of this part; it knows nothing if there is none. */
  PlanPart part(String field) {
    return new PlanPart(field, json.path(field));
  }

  /** Whether both say something about a field, and not the same. */
  boolean differs(PlanPart other, String field) {
    return knows(field) && other.knows(field) && !json.get(field).equals(other.json.get(field));
  }

  /** {@code from A to B}. */
  String change(PlanPart after, String field) {
    return "from " + shown(field) + " to " + after.shown(field);
  }

  private String shown(String field) {
    JsonNode value = json.path(field);
    if (value.isNull() || value.isMissingNode()) {
      return "none";
    }
    return field.endsWith("_ms") && value.isIntegralNumber()
        ? Durations.formatMs(value.longValue())
        : value.asText(value.toString());
  }
}
