package dev.tidemark.topology.plan;

import java.util.ArrayList;
import java.util.List;

/** Event time is in milliseconds, and ends. */
final class DurationsAreWholeMilliseconds implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Statements.StatedDuration stated : plan.statements().durations()) {
      if (stated.value().compareTo(Statements.LONGEST) > 0) {
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
