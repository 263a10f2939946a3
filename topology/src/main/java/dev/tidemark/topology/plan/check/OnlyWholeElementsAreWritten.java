package dev.tidemark.topology.plan.check;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Only whole elements are written to a topic: a type that reads only some fields is not used to
 * write, and an element that was read with such a type does not reach a topic unchanged.
 */
final class OnlyWholeElementsAreWritten implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Node.Sink sink : plan.all(Node.Sink.class)) {
      check(sink.keyType(), NodeLabel.is(sink) + ", its key", problems);
      check(sink.valueType(), NodeLabel.is(sink), problems);
      List<Node> makers = plan.makersBefore(sink);
      for (Node.Source source : plan.sourcesOf(sink)) {
        if (makers.contains(source) && source.type().isPartial()) {
          problems.add(
              new Problem(
                  Problem.Code.PARTIAL_WRITTEN,
                  NodeLabel.is(sink),
                  "writes what stream %s reads, and that leaves fields out (%s)"
                      .formatted(source.topic(), source.type().description()),
                  "read the stream whole, or map what is read to what is to be written"));
        }
      }
    }
    for (Node.Table table : plan.all(Node.Table.class)) {
      check(table.keyType(), "table " + table.topic() + ", its key", problems);
    }
    return problems;
  }

  private static void check(Type<?> type, String where, List<Problem> problems) {
    if (type.isPartial()) {
      problems.add(
          new Problem(
              Problem.Code.PARTIAL_WRITTEN,
              where,
              "its type leaves fields out (" + type.description() + ")",
              "state the whole type here; only(...) is for what a job reads"));
    }
  }
}
