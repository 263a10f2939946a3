package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A job does not feed itself. */
final class NoTopicIsBothReadAndWritten implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    Set<String> read = new HashSet<>();
    for (Node node : plan.nodes()) {
      node.topics().stream()
          .filter(use -> use.role().isRead())
          .forEach(use -> read.add(use.topic()));
    }
    List<Problem> problems = new ArrayList<>();
    for (Node node : plan.nodes()) {
      node.topics().stream()
          .filter(use -> !use.role().isRead() && read.contains(use.topic()))
          .forEach(use -> problems.add(loop(NodeLabel.is(node), use.topic())));
    }
    String deadLetters = PhysicalPlan.deadLetterTopic(plan.job());
    if (read.contains(deadLetters)) {
      problems.add(loop("job " + plan.job(), deadLetters));
    }
    return problems;
  }

  private static Problem loop(String where, String topic) {
    return new Problem(
        Problem.Code.TOPIC_LOOP,
        where,
        "writes to topic " + topic + ", which the job also reads",
        "write to another topic, and read it in another job");
  }
}
