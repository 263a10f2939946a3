package dev.tidemark.topology.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A topic has one reader in a job, and so one position, one clock and one share of the ledger. */
final class TopicIsReadOnce implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Node> readers = new HashMap<>();
    for (Node node : plan.nodes()) {
      if (node instanceof Node.Source || node instanceof Node.Table) {
        Node first = readers.putIfAbsent(Topics.of(node).get(0), node);
        if (first != null) {
          problems.add(readTwice(node, first));
        }
      }
    }
    return problems;
  }

  private static Problem readTwice(Node node, Node first) {
    return new Problem(
        Problem.Code.TOPIC_READ_TWICE,
        Where.is(node),
        "the topic is read already, as " + (first instanceof Node.Source ? "stream" : "table"),
        remedy(node, first));
  }

  private static String remedy(Node node, Node first) {
    if (node instanceof Node.Source && first instanceof Node.Source) {
      return "read it once and use the Stream value twice";
    }
    if (node instanceof Node.Table && first instanceof Node.Table) {
      return "read it once and use the Table value twice";
    }
    return "read it once, or put the table into a topic of its own";
  }
}
