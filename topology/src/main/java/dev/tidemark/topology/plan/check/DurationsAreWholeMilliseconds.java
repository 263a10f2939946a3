package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.DeclaredSettings;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Problem;
import java.util.ArrayList;
import java.util.List;

/** Event time is in milliseconds, and ends. */
final class DurationsAreWholeMilliseconds implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (DeclaredSettings.StatedDuration stated : plan.statements().durations()) {
      if (stated.value().compareTo(DeclaredSettings.LONGEST) > 0) {
        problems.add(
            StatedDurations.problem(
                stated, "must not exceed 100 years", "state a shorter duration"));
      } else if (stated.value().toNanosPart() % 1_000_000 != 0) {
        problems.add(StatedDurations.problem(stated, "must be whole milliseconds", "round it"));
      }
    }
    return problems;
  }
}
