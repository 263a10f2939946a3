package dev.tidemark.topology.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A window closes by event time: its source must say when things happened. Results of a window have
 * a time already.
 */
final class EveryWindowHasEventTime implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Node.Window window : plan.all(Node.Window.class)) {
      Node.Source source = plan.sourceOf(window);
      if (source.eventTime().isEmpty() && !followsAnother(plan, window)) {
        problems.add(
            new Problem(
                Problem.Code.EVENT_TIME_MISSING,
                Where.is(window),
                Where.is(source) + " does not say when its events happened",
                "write stream(\"%s\", ...).eventTime(extractor, outOfOrderBy(...))"
                    .formatted(source.topic())));
      }
    }
    return problems;
  }

  private static boolean followsAnother(LogicalPlan plan, Node.Window window) {
    return plan.upstream(window).stream().anyMatch(node -> node instanceof Node.Window);
  }
}
