package dev.tidemark.topology.plan.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.plan.Durations;
import dev.tidemark.topology.plan.OneOrMany;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A part of a plan document, e.g. a store. Its fields may be missing or be of any kind: what can't
 * be read is unknown, and what is unknown never differs.
 */
public record PlanPart(String name, JsonNode json) {

  /** Returns whether the document has this part: its value is not null. */
  public boolean isPresent() {
    return !json.isMissingNode() && !json.isNull();
  }

  /** Returns whether the document has a field, even if its value is null. */
  public boolean knows(String field) {
    return json.has(field);
  }

  public Optional<String> text(String field) {
    JsonNode value = json.path(field);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  /** The text of a field, or nothing if it is unknown. */
  public String textOf(String field) {
    return text(field).orElse("");
  }

  public boolean is(String field, String value) {
    return textOf(field).equals(value);
  }

  public OptionalLong number(String field) {
    JsonNode value = json.path(field);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }

  /** A part of this part; it knows nothing if there is none. */
  public PlanPart part(String field) {
    return new PlanPart(field, json.path(field));
  }

  /** The texts of a list, or the one text of a field that mostly holds one. */
  public List<String> names(String field) {
    return OneOrMany.read(json.path(field));
  }

  /** Returns the objects of a list, each named by its {@code name} or {@code id} if it has one. */
  public List<PlanPart> list(String field) {
    List<PlanPart> parts = new ArrayList<>();
    for (JsonNode part : json.path(field)) {
      parts.add(new PlanPart(part.path("name").asText(part.path("id").asText("")), part));
    }
    return parts;
  }

  /**
   * The objects of a list that a plan must have.
   *
   * @throws IllegalArgumentException if it has none
   */
  public List<PlanPart> requiredList(String field) {
    if (!json.path(field).isArray()) {
      throw invalid("it has no list " + field);
    }
    return list(field);
  }

  /**
   * A text that a plan must have.
   *
   * @throws IllegalArgumentException if it has none
   */
  public String requiredText(String field) {
    return text(field).orElseThrow(() -> invalid("a part of it has no text " + field));
  }

  /**
   * A number that a plan must have.
   *
   * @throws IllegalArgumentException if it has none
   */
  public long requiredNumber(String field) {
    return number(field).orElseThrow(() -> invalid("a part of it has no number " + field));
  }

  private static IllegalArgumentException invalid(String reason) {
    return new IllegalArgumentException("this is not the JSON of a plan: " + reason);
  }

  /** Returns whether both have a field, with different values. */
  public boolean differs(PlanPart other, String field) {
    return knows(field) && other.knows(field) && !json.get(field).equals(other.json.get(field));
  }

  /** {@code from A to B}. */
  public String change(PlanPart after, String field) {
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
