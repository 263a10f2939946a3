package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.Problem;
import dev.tidemark.topology.plan.TopicUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A topic has one reader in a job, and so one position, one clock and one share of the ledger. */
final class TopicIsReadOnce implements Check {

  /** A node with the topic that it reads. */
  private record Reading(Node node, TopicUse.Role role) {}

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Reading> readers = new HashMap<>();
    for (Node node : plan.nodes()) {
      for (TopicUse use : node.topics()) {
        if (use.role().isRead()) {
          Reading reading = new Reading(node, use.role());
          Reading first = readers.putIfAbsent(use.topic(), reading);
          if (first != null) {
            problems.add(readTwice(reading, first));
          }
        }
      }
    }
    return problems;
  }

  private static Problem readTwice(Reading reading, Reading first) {
    return new Problem(
        Problem.Code.TOPIC_READ_TWICE,
        NodeLabel.is(reading.node()),
        "the topic is read already, as " + first.role().word(),
        remedy(reading.role(), first.role()));
  }

  private static String remedy(TopicUse.Role role, TopicUse.Role first) {
    if (role != first) {
      return "read it once, or put the table into a topic of its own";
    }
    return role == TopicUse.Role.STREAM
        ? "read it once and use the Stream value twice"
        : "read it once and use the Table value twice";
  }
}
