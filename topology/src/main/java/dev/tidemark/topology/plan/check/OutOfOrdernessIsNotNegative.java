package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Problem;
import java.util.EnumSet;
import java.util.List;

/** A watermark does not run ahead of the events. */
final class OutOfOrdernessIsNotNegative implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    return StatedDurations.below(
        plan,
        EnumSet.of(Meaning.OUT_OF_ORDERNESS),
        "must not be negative",
        "state 0 for events in order, or more");
  }
}
