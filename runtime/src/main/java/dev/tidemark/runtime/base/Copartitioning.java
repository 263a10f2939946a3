package dev.tidemark.runtime.base;

import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Topics that are joined on their key must have the same number of partitions. */
public final class Copartitioning {

  private Copartitioning() {}

  /**
   * All joins that don't fit.
   *
   * @param partitions by topic; joins of topics that are not in it are not judged
   */
  public static List<JobException> problems(PhysicalPlan plan, Map<String, Integer> partitions) {
    List<JobException> problems = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      stage
          .source()
          .ifPresent(source -> problems.addAll(problems(plan, stage, source, partitions)));
    }
    return problems;
  }

  private static List<JobException> problems(
      PhysicalPlan plan, Stage stage, Node.Source source, Map<String, Integer> partitions) {
    List<JobException> problems = new ArrayList<>();
    for (Node node : stage.nodes()) {
      for (String id : node.tables()) {
        String table = plan.table(id).topic();
        Integer left = partitions.get(source.topic());
        Integer right = partitions.get(table);
        if (left != null && right != null && !left.equals(right)) {
          problems.add(
              new JobException(
                  JobException.Code.PARTITIONS_MISMATCH,
                  "%s joins topic %s (%d partitions) on its key with topic %s (%d partitions)"
                      .formatted(node.id(), source.topic(), left, table, right),
                  "remove onRecordKey() from the join, or give both topics the same number of partitions"));
        }
      }
    }
    return problems;
  }
}
