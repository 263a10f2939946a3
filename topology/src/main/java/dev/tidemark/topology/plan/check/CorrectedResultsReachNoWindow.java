package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * The results of a window that can be corrected reach no other window: it would count both the
 * result and the corrected result.
 */
final class CorrectedResultsReachNoWindow implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Node.Window window : plan.all(Node.Window.class)) {
      for (Node.Window feeding : plan.upstream(window, Node.Window.class)) {
        if (feeding.isCorrectable()) {
          problems.add(
              new Problem(
                  Problem.Code.CORRECTION_COUNTED_TWICE,
                  "window " + Names.stated(feeding.id()),
                  "it can be corrected, but feeds window %s, which would count a corrected result twice"
                      .formatted(Names.stated(window.id())),
                  "leave out correctableFor, or write the results to a topic for another job"));
        }
      }
    }
    return problems;
  }
}
