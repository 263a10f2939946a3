package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A window closes by event time: its source must have an event time. Results of a window have a
 * time already.
 */
public final class EveryWindowHasEventTime implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Node.Window window : plan.all(Node.Window.class)) {
      for (Node.Source source : sourcesWithoutWindow(plan, window)) {
        if (source.eventTime().isEmpty()) {
          problems.add(
              new Problem(
                  Problem.Code.EVENT_TIME_MISSING,
                  NodeLabel.is(window),
                  NodeLabel.is(source) + " does not say when its events happened",
                  "write stream(\"%s\", ...).eventTime(extractor, outOfOrderBy(...))"
                      .formatted(source.topic())));
        }
      }
    }
    return problems;
  }

  /** The sources whose elements reach a window without passing another one. */
  private static List<Node.Source> sourcesWithoutWindow(LogicalPlan plan, Node node) {
    Set<Node> reached = new HashSet<>();
    Deque<Node> todo = new ArrayDeque<>(plan.before(node));
    List<Node.Window> windows = plan.all(Node.Window.class);
    while (!todo.isEmpty()) {
      Node next = todo.remove();
      if (!windows.contains(next) && reached.add(next)) {
        todo.addAll(plan.before(next));
      }
    }
    return plan.all(Node.Source.class).stream().filter(reached::contains).toList();
  }
}
