package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.Problem;
import dev.tidemark.topology.plan.TopicUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * No two parts of a job have a name in common, nor what is named after them: state and exchanges
 * are found by it.
 */
final class NamesAreUnique implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Node> owners = new HashMap<>();
    for (Node node : plan.nodes()) {
      Node owner = owners.putIfAbsent(Names.stated(node.id()), node);
      if (owner != null && !isReportedByTopic(owner, node)) {
        problems.add(taken(node, Names.stated(node.id()), owner));
      }
    }
    for (Node node : plan.nodes()) {
      for (String name : node.derivedNames()) {
        Node owner = owners.putIfAbsent(name, node);
        if (owner != null && owner != node) {
          problems.add(follows(node, name, owner));
        }
      }
    }
    return problems;
  }

  /** One topic used twice has checks of its own, which know the remedy. */
  private static boolean isReportedByTopic(Node one, Node other) {
    return (has(one, TopicUse.Role::isRead) && has(other, TopicUse.Role::isRead))
        || (has(one, TopicUse.Role.RESULTS::equals) && has(other, TopicUse.Role.RESULTS::equals));
  }

  private static boolean has(Node node, Predicate<TopicUse.Role> role) {
    return node.topics().stream().map(TopicUse::role).anyMatch(role);
  }

  private static Problem taken(Node node, String name, Node owner) {
    String remedy =
        !node.tables().isEmpty()
            ? "give the second join a name: Join.inner(table).named(\"a-name\"), or"
                + " the same with Join.left"
            : "give each a name of its own";
    return new Problem(
        Problem.Code.NAME_TAKEN,
        NodeLabel.is(node),
        "the name '" + name + "' is taken by " + NodeLabel.is(owner),
        remedy);
  }

  private static Problem follows(Node node, String name, Node owner) {
    return new Problem(
        Problem.Code.NAME_TAKEN,
        NodeLabel.is(node),
        "leads to the name '" + name + "', which is taken by " + NodeLabel.is(owner),
        "rename one of them");
  }
}
