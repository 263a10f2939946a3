package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.Problem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** No table is read for nothing. */
final class EveryTableIsJoined implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    Set<String> joined =
        plan.nodes().stream().flatMap(node -> node.tables().stream()).collect(Collectors.toSet());
    return plan.all(Node.Table.class).stream()
        .filter(table -> !joined.contains(table.id()))
        .map(
            table ->
                new Problem(
                    Problem.Code.TABLE_UNUSED,
                    NodeLabel.is(table),
                    "no stream is joined with it",
                    "join it or remove it"))
        .toList();
  }
}
