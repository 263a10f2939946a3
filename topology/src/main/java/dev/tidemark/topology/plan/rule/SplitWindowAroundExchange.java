package dev.tidemark.topology.plan.rule;

import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.TopicUse;
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
    return plan.replacing(Node.Window.class, window -> split(plan, window));
  }

  private static List<Node> split(LogicalPlan plan, Node.Window window) {
    Exchange exchange = new Exchange(window.id(), partitionsLike(plan, window));
    return List.of(
        new Node.PartialWindow(Names.partial(window.id()), window.input(), exchange, window),
        new Node.FinalWindow(window.id(), exchange, window));
  }

  private static String partitionsLike(LogicalPlan plan, Node.Window window) {
    List<String> results = resultsOnThePartitionOf(plan, window);
    return results.size() == 1 ? results.get(0) : plan.sourcesOf(window).get(0).topic();
  }

  /** The topics that a window's results reach without going through another exchange. */
  private static List<String> resultsOnThePartitionOf(LogicalPlan plan, Node.Window window) {
    List<String> topics = new ArrayList<>();
    Deque<Node> todo = new ArrayDeque<>(plan.after(window));
    while (!todo.isEmpty()) {
      Node node = todo.remove();
      for (TopicUse use : node.topics()) {
        if (use.role() == TopicUse.Role.RESULTS) {
          topics.add(use.topic());
        }
      }
      if (!node.movesElements()) {
        todo.addAll(plan.after(node));
      }
    }
    return topics;
  }
}
