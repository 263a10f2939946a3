package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Problem;
import java.util.EnumSet;
import java.util.List;

/** A window does not close before it is complete. */
final class LatenessIsNotNegative implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    return StatedDurations.below(
        plan,
        EnumSet.of(Meaning.ALLOWED_LATENESS),
        "must not be negative",
        "state 0 or more, or leave it out");
  }
}
