package dev.tidemark.node.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.topology.plan.document.PlannedWindow;
import java.util.Map;

/** The windows of a job's plan. */
public final class PlanWindows {

  private PlanWindows() {}

  /**
   * By name.
   *
   * @throws ApiException 409 for a window that this node can't read; a newer version may have
   *     planned the job
   */
  public static Map<String, PlannedWindow> of(JsonNode plan) {
    try {
      return PlannedWindow.allOf(plan);
    } catch (IllegalArgumentException e) {
      throw ApiException.of(
          409,
          "window_not_known",
          "the plan of the job can't be read: " + e.getMessage(),
          "update this node to the version of Tidemark that the job was submitted with");
    }
  }
}
