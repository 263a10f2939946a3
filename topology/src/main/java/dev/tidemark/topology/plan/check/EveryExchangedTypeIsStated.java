package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.ElementType;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.Problem;
import java.util.ArrayList;
import java.util.List;

/** Each element that goes through an exchange has a type that serializes it. */
final class EveryExchangedTypeIsStated implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Node.Join join : plan.all(Node.Join.class)) {
      if (join.joinKey() != Node.JoinKey.FOREIGN) {
        continue;
      }
      if (ElementType.before(plan, join).isEmpty()) {
        Node maker = untyped(plan.makersBefore(join));
        problems.add(
            new Problem(
                Problem.Code.TYPE_MISSING,
                NodeLabel.is(join),
                "goes through an exchange, but the type of what "
                    + NodeLabel.is(maker)
                    + " makes is not stated",
                remedy(maker)));
      }
    }
    return problems;
  }

  /** The first that has no type; if all have one, they differ, and the last must state another. */
  private static Node untyped(List<Node> makers) {
    return makers.stream()
        .filter(maker -> ElementType.of(maker).isEmpty())
        .findFirst()
        .orElse(makers.get(makers.size() - 1));
  }

  private static String remedy(Node maker) {
    // only these two take their type as an argument, and a call reads better than a rule
    if (maker instanceof Node.MapElements) {
      return "write map(\"" + Names.stated(maker.id()) + "\", TYPE, ...)";
    }
    if (maker instanceof Node.FlatMapElements) {
      return "write flatMap(\"" + Names.stated(maker.id()) + "\", TYPE, ...)";
    }
    return "add .as(TYPE) after " + NodeLabel.is(maker);
  }
}
