package dev.tidemark.worker;

import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.job.PlanView;
import org.jspecify.annotations.Nullable;

/**
 * The only output of a planner: a plan or an error.
 *
 * @param plan null if there is an error
 * @param status the HTTP status of the error
 * @param error null if there is a plan
 */
public record PlanAnswer(@Nullable PlanView plan, int status, @Nullable ApiError error) {
  static PlanAnswer of(PlanView plan) {
    return new PlanAnswer(plan, 200, null);
  }

  static PlanAnswer failed(int status, ApiError error) {
    return new PlanAnswer(null, status, error);
  }
}
