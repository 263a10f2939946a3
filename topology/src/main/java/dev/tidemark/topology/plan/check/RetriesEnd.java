package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.Problem;
import java.util.List;

/** An element is retried a limited number of times. */
final class RetriesEnd implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    return plan.errors().all().stream()
        .filter(policy -> policy.onError().retry().isPresent())
        .filter(policy -> isOutOfRange(policy.onError().retry().get().times()))
        .map(
            policy ->
                new Problem(
                    Problem.Code.ERROR_POLICY_INVALID,
                    policy.where(),
                    "retries %d times but must retry 0 to %d times"
                        .formatted(policy.onError().retry().get().times(), OnError.Retry.TIMES_MAX),
                    "retry less often; a longer back-off bridges a longer outage"))
        .toList();
  }

  private static boolean isOutOfRange(int times) {
    return times < 0 || times > OnError.Retry.TIMES_MAX;
  }
}
