package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Problem;
import java.util.EnumSet;
import java.util.List;

/** Time can move. */
final class MaxAheadIsPositive implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    return StatedDurations.below(
        plan,
        EnumSet.of(Meaning.MAX_AHEAD),
        "must be at least 1ms",
        "state a positive duration, or leave it out");
  }
}
