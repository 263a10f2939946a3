package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Problem;
import java.util.EnumSet;
import java.util.List;

/** A partition is not idle before it had a chance to get events. */
final class IdlenessIsPositive implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    return StatedDurations.below(
        plan,
        EnumSet.of(Meaning.IDLE_AFTER),
        "must be at least 1ms",
        "state a positive duration, or leave it out");
  }
}
