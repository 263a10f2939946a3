package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.DeclaredSettings;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.Problem;
import dev.tidemark.topology.plan.TopicUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every stream, used or not, ends in a topic, so every result is written. */
final class EveryStreamEnds implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    Set<String> begun = new HashSet<>();
    for (DeclaredSettings.Unfinished step : plan.statements().unfinished()) {
      begun.add(step.after());
      problems.add(
          new Problem(
              Problem.Code.STREAM_DANGLING,
              step.where(),
              "no " + step.missing() + " follows",
              "add ." + step.missing() + "(...) or remove it"));
    }
    for (Node node : plan.nodes()) {
      if (carriesAStream(node) && plan.after(node).isEmpty() && !begun.contains(node.id())) {
        problems.add(
            new Problem(
                Problem.Code.STREAM_DANGLING,
                NodeLabel.is(node),
                "its elements go nowhere",
                "end the stream with .to(...) or remove it"));
      }
    }
    return problems;
  }

  private static boolean carriesAStream(Node node) {
    return node.writes().isEmpty()
        && node.topics().stream()
            .map(TopicUse::role)
            .noneMatch(role -> role == TopicUse.Role.RESULTS || role == TopicUse.Role.TABLE);
  }
}
