package dev.tidemark.topology.runtime;

import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Topics that are joined on their key must have the same number of partitions. */
final class Copartitioning {

  private Copartitioning() {}

  /**
   * All joins that don't fit.
   *
   * @param partitions by topic; joins of topics that are not in it are not judged
   */
  static List<JobException> problems(PhysicalPlan plan, Map<String, Integer> partitions) {
    List<JobException> problems = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      for (Node node : stage.nodes()) {
        if (node instanceof Node.Join join && stage.input() instanceof Node.Source source) {
          String table = tableTopic(plan, join.table());
          Integer left = partitions.get(source.topic());
          Integer right = partitions.get(table);
          if (left != null && right != null && !left.equals(right)) {
            problems.add(
                new JobException(
                    JobException.Code.PARTITIONS_MISMATCH,
                    "%s joins topic %s (%d partitions) on its key with topic %s (%d partitions)"
                        .formatted(join.id(), source.topic(), left, table, right),
                    "remove onRecordKey() from the join, or give both topics the same number of partitions"));
          }
        }
      }
    }
    return problems;
  }

  private static String tableTopic(PhysicalPlan plan, String table) {
    return plan.tables().stream()
        .filter(candidate -> candidate.id().equals(table))
        .map(Node.Table::topic)
        .findFirst()
        .orElseThrow();
  }
}
