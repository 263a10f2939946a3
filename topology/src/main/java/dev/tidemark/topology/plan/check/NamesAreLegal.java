package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.Parameter;
import dev.tidemark.topology.plan.Problem;
import dev.tidemark.topology.plan.TopicUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Names of steps, parameters and the job itself fit everywhere that they are used: in topics, files
 * and metrics.
 */
final class NamesAreLegal implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    add(problems, "job " + plan.job(), plan.job());
    for (Node node : plan.nodes()) {
      if (isNamedByAuthor(node)) {
        add(problems, NodeLabel.is(node), nameOf(plan, node));
      }
    }
    for (Parameter parameter : plan.parameters().declared()) {
      add(problems, "parameter " + parameter.name(), parameter.name());
    }
    return problems;
  }

  /**
   * The id, but for the mark of a duplicate; what only looks like one is a name with illegal
   * characters.
   */
  private static String nameOf(LogicalPlan plan, Node node) {
    String stated = Names.stated(node.id());
    boolean taken = plan.nodes().stream().anyMatch(other -> other.id().equals(stated));
    return taken ? stated : node.id();
  }

  private static void add(List<Problem> problems, String where, String name) {
    if (!Names.isLegal(name)) {
      problems.add(
          new Problem(
              Problem.Code.NAME_ILLEGAL,
              where.strip(),
              "'" + name + "' is not a legal name (1 to 64 of a-z, 0-9 and -)",
              remedy(where, name)));
    }
  }

  private static String remedy(String where, String name) {
    String legal = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    legal = legal.replaceAll("^-|-$", "");
    if (!Names.isLegal(legal)) {
      return where.startsWith("job ") ? "override name()" : "choose another name";
    }
    return where.startsWith("job ") ? "override name(), e.g. with " + legal : "e.g. " + legal;
  }

  /**
   * Returns false for nodes that are named after their topic: sources, sinks, and joins without a
   * name.
   */
  private static boolean isNamedByAuthor(Node node) {
    String stated = Names.stated(node.id());
    return node.topics().stream().allMatch(use -> use.role() == TopicUse.Role.LATE)
        && node.tables().stream()
            .noneMatch(table -> stated.equals(Names.join(Names.stated(table))));
  }
}
