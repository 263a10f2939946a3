package dev.tidemark.runtime.base;

import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.base.StageLimits;
import java.util.Map;

/**
 * A plan with the numbers of the cluster that it runs on, frozen for the life of the run.
 *
 * @param partitions of every topic that the plan reads or writes
 * @param tableEnds the end offsets of the tables' partitions when the run started, by topic: up to
 *     these a table is read before anything is joined with it
 * @param limits the bounds of the stages
 * @param scope how the run differs from the plain one
 */
public record Deployment(
    PhysicalPlan plan,
    Map<String, Integer> partitions,
    Map<String, Map<Integer, Long>> tableEnds,
    StageLimits limits,
    ReplayScope scope) {

  public int partitionsOf(String topic) {
    Integer count = partitions.get(topic);
    if (count == null) {
      throw new IllegalStateException("the partitions of topic " + topic + " are not known");
    }
    return count;
  }

  public int partitionsOf(Exchange exchange) {
    return partitionsOf(exchange.partitionsLike());
  }

  /** Returns the number of partitions of the input of a stage. */
  public int inputPartitions(Stage stage) {
    return stage
        .source()
        .map(source -> partitionsOf(source.topic()))
        .orElseGet(() -> partitionsOf(exchangeReadBy(stage)));
  }

  /** Returns the exchange that a stage reads. */
  public static Exchange exchangeReadBy(Stage stage) {
    return stage
        .input()
        .reads()
        .orElseThrow(() -> new IllegalStateException(stage.name() + " reads no exchange"));
  }

  /**
   * Returns the writers of the exchange that a stage reads, and its channels in those that it
   * writes to.
   */
  public StageContext.Channels channelsOf(Stage stage) {
    return StageContext.Channels.of(plan, stage, this::inputPartitions);
  }
}
