package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * A join on the record's key stands where elements still are on the partition where their topic had
 * them.
 */
final class JoinOnKeyIsWhereTheSourcePutIt implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Node.Join join : plan.all(Node.Join.class)) {
      if (join.joinKey() == Node.JoinKey.RECORD_KEY) {
        plan.upstream(join).stream()
            .filter(Node::movesElements)
            .findFirst()
            .ifPresent(mover -> problems.add(moved(join, mover)));
      }
    }
    return problems;
  }

  private static Problem moved(Node.Join join, Node mover) {
    return new Problem(
        Problem.Code.KEY_MOVED,
        NodeLabel.is(join),
        "relies on the key of the source's records, but "
            + NodeLabel.is(mover)
            + " has moved the elements",
        "remove onRecordKey() from the join");
  }
}
