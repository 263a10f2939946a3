package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.ErrorPolicies;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.Problem;
import java.util.ArrayList;
import java.util.List;

/** A limit of permanently failed elements can be counted and can be reached. */
final class FailAboveIsCounted implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (ErrorPolicies.Stated policy : plan.errors().all()) {
      policy.onError().failAbove().ifPresent(limit -> check(policy, limit, problems));
    }
    return problems;
  }

  private static void check(
      ErrorPolicies.Stated policy, OnError.Limit limit, List<Problem> problems) {
    if (limit.count() < 1 || limit.count() > OnError.Limit.COUNT_MAX) {
      problems.add(
          new Problem(
              Problem.Code.ERROR_POLICY_INVALID,
              policy.where(),
              "fails above %d but must fail above 1 to %d"
                  .formatted(limit.count(), OnError.Limit.COUNT_MAX),
              "state another number, or fail() to fail at the first"));
    }
    if (policy.onError().action() == OnError.Action.FAIL) {
      problems.add(
          new Problem(
              Problem.Code.ERROR_POLICY_INVALID,
              policy.where(),
              "fails at the first error and has a failAbove besides",
              "leave out failAbove, or say deadLetter() or skip() instead of fail()"));
    }
  }
}
