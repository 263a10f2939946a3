package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Problem;
import java.util.List;

/** Without a stream nothing happens. */
final class JobReadsAStream implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    if (!plan.all(Node.Source.class).isEmpty()) {
      return List.of();
    }
    return List.of(
        new Problem(
            Problem.Code.NOTHING_READ,
            "job " + plan.job(),
            "reads no stream",
            "begin with topology.stream(topic, type)"));
  }
}
