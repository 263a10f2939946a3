package dev.tidemark.topology.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Aggregates in two phases: where the elements are, and again where the key is. What is sent is one
 * accumulator for each key and pane of a commit rather than every element, which makes a key of few
 * values harmless.
 *
 * <pre>
 * before: Window(id)
 * after:  PartialWindow(id-partial) | exchange id | FinalWindow(id)
 * </pre>
 *
 * <p>The exchange has as many partitions as the topic that gets the results, if there is exactly
 * one and nothing moves them on the way: then each output partition has one writer, and its order
 * is the same on every replay. Else it has as many as the source.
 */
final class SplitWindowAroundExchange implements Rule {

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : plan.nodes()) {
      if (node instanceof Node.Window window) {
        Exchange exchange = new Exchange(window.id(), partitionsLike(plan, window));
        nodes.add(
            new Node.PartialWindow(Names.partial(window.id()), window.input(), exchange, window));
        nodes.add(new Node.FinalWindow(window.id(), exchange, window));
      } else {
        nodes.add(node);
      }
    }
    return plan.withNodes(nodes);
  }

  private static String partitionsLike(LogicalPlan plan, Node.Window window) {
    List<Node.Sink> sinks = sinksOnThePartitionOf(plan, window);
    return sinks.size() == 1 ? sinks.get(0).topic() : plan.sourceOf(window).topic();
  }

  /** The sinks that a window's results reach without going through another exchange. */
  private static List<Node.Sink> sinksOnThePartitionOf(LogicalPlan plan, Node.Window window) {
    List<Node.Sink> sinks = new ArrayList<>();
    Deque<Node> todo = new ArrayDeque<>(plan.after(window));
    while (!todo.isEmpty()) {
      Node node = todo.remove();
      if (node instanceof Node.Sink sink) {
        sinks.add(sink);
      }
      if (!(node instanceof Node.SendElements) && !(node instanceof Node.Window)) {
        todo.addAll(plan.after(node));
      }
    }
    return sinks;
  }
}
