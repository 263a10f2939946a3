package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.DeclaredSettings;
import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import dev.tidemark.topology.plan.Durations;
import dev.tidemark.topology.plan.ErrorPolicies;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Windows wait for an element that waits, so it waits for minutes at most. */
final class RetryDelaysAreShort implements Check {
  private static final Set<Meaning> DELAYS = EnumSet.of(Meaning.FIRST_DELAY, Meaning.LONGEST_DELAY);

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems =
        new ArrayList<>(
            StatedDurations.below(
                plan, DELAYS, "must be at least 1ms", "state a positive duration"));
    problems.addAll(
        StatedDurations.below(
            plan,
            EnumSet.of(Meaning.FAIL_ABOVE_PER),
            "must be at least 1ms",
            "state a positive duration"));
    Duration most = Duration.ofMillis(OnError.Retry.DELAY_MAX_MS);
    for (DeclaredSettings.StatedDuration stated : plan.statements().durations()) {
      if (DELAYS.contains(stated.meaning()) && stated.value().compareTo(most) > 0) {
        problems.add(
            StatedDurations.problem(
                stated,
                "must not exceed " + Durations.format(most),
                "wait less; dead letters can be requeued later"));
      }
    }
    for (ErrorPolicies.Stated policy : plan.errors().all()) {
      if (policy.onError().retry().filter(r -> r.firstDelayMs() > r.maxDelayMs()).isPresent()) {
        problems.add(
            new Problem(
                Problem.Code.ERROR_POLICY_INVALID,
                policy.where(),
                "has a back-off that is longer at first than at most",
                "state the shorter duration first: backoff(ofMillis(200), ofSeconds(5))"));
      }
    }
    return problems;
  }
}
