package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Problem;
import java.util.EnumSet;
import java.util.List;

/** A window is at least 1 ms long, and kept to be corrected for as long at least. */
final class SizesArePositive implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    return StatedDurations.below(
        plan,
        EnumSet.of(Meaning.SIZE, Meaning.GAP, Meaning.CORRECTABLE_FOR),
        "must be at least 1ms",
        "state a positive duration");
  }
}
