package dev.tidemark.topology.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** A plan as people and as tools read it. */
public final class Explanation {

  private Explanation() {}

  /** The plan as an indented tree, ASCII, with a newline at the end. */
  public static String text(PhysicalPlan plan) {
    return "job " + plan.job() + "\n";
  }

  /** The plan as JSON: field names in snake_case, in a stable order. */
  public static JsonNode json(PhysicalPlan plan) {
    return JsonNodeFactory.instance.objectNode().put("job", plan.job());
  }
}
