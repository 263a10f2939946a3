package dev.tidemark.topology.plan;

import com.fasterxml.jackson.databind.JsonNode;

/** A plan as people and as tools read it. Equal plans are explained alike, to the byte. */
public final class Explanation {

  private Explanation() {}

  /** The plan as an indented tree, ASCII, with a newline at the end. */
  public static String text(PhysicalPlan plan) {
    return new TextExplanation(plan).text();
  }

  /**
   * The plan as JSON: {@code job}, {@code parameters}, {@code stages} (each with its {@code
   * nodes}), {@code exchanges}, {@code stores}, {@code topics}, {@code notes}. Field names are in
   * snake_case and always in the same order; durations end in {@code _ms}.
   */
  public static JsonNode json(PhysicalPlan plan) {
    return new JsonExplanation(plan).json();
  }
}
