package dev.tidemark.topology.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The last step: each node that starts a stage, with all nodes that it feeds without an exchange in
 * between.
 */
final class CutIntoStages {

  private CutIntoStages() {}

  /** The stages of a plan whose exchanges are placed, each after those that feed it. */
  static List<Stage> of(LogicalPlan plan) {
    List<Stage> stages = new ArrayList<>();
    for (Node node : plan.nodes()) {
      if (!(node instanceof Node.Inner) && !(node instanceof Node.Table)) {
        List<Node> nodes = new ArrayList<>();
        collect(plan, node, nodes);
        stages.add(new Stage(node.id(), nodes));
      }
    }
    return stages;
  }

  private static void collect(LogicalPlan plan, Node node, List<Node> into) {
    into.add(node);
    plan.after(node).forEach(next -> collect(plan, next, into));
  }
}
