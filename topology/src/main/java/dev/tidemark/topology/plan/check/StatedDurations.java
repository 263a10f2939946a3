package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import dev.tidemark.topology.plan.DeclaredSettings.StatedDuration;
import dev.tidemark.topology.plan.Durations;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The shared part of the checks of durations. */
final class StatedDurations {

  private StatedDurations() {}

  /** A problem for each duration of the given meanings that is shorter than they allow. */
  static List<Problem> below(LogicalPlan plan, Set<Meaning> meanings, String rule, String remedy) {
    return plan.statements().durations().stream()
        .filter(stated -> meanings.contains(stated.meaning()))
        .filter(stated -> stated.value().compareTo(least(stated.meaning())) < 0)
        .map(stated -> problem(stated, rule, remedy))
        .toList();
  }

  static Problem problem(StatedDuration stated, String rule, String remedy) {
    return new Problem(
        Problem.Code.DURATION_OUT_OF_RANGE,
        stated.where(),
        stated.meaning().word() + " is " + Durations.format(stated.value()) + " but " + rule,
        remedy);
  }

  private static Duration least(Meaning meaning) {
    return Duration.ofMillis(meaning.leastMs());
  }
}
