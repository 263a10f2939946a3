package dev.tidemark.topology.plan.rule;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.StageInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last step: each node that starts a stage, with all nodes that it feeds without an exchange in
 * between.
 */
final class CutIntoStages {

  private CutIntoStages() {}

  /** The stages of a plan whose exchanges are placed, each after those that feed it. */
  static List<Stage> of(LogicalPlan plan) {
    requirePlacedExchanges(plan);
    List<Stage> stages = new ArrayList<>();
    for (StageInput input : plan.all(StageInput.class)) {
      List<Node> nodes = nodesBehind(plan, input);
      Map<String, OnError> onError = new HashMap<>();
      nodes.forEach(inside -> onError.put(inside.id(), plan.errors().of(inside)));
      stages.add(new Stage(input.id(), nodes, onError));
    }
    return stages;
  }

  /** A node that starts a stage, and all that it feeds without an exchange in between. */
  static List<Node> nodesBehind(LogicalPlan plan, Node first) {
    List<Node> nodes = new ArrayList<>();
    collect(plan, first, nodes);
    return nodes;
  }

  private static void collect(LogicalPlan plan, Node node, List<Node> into) {
    into.add(node);
    plan.after(node).forEach(next -> collect(plan, next, into));
  }

  /** Elements of several nodes meet in an exchange only: a stage is a tree. */
  private static void requirePlacedExchanges(LogicalPlan plan) {
    for (Node node : plan.nodes()) {
      if (node.inputs().size() > 1) {
        throw new IllegalStateException(
            "no rule has placed an exchange before node "
                + node.id()
                + ", which has several inputs");
      }
    }
  }
}
