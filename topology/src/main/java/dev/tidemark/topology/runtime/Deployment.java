package dev.tidemark.topology.runtime;

import dev.tidemark.topology.operators.StageLimits;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
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
record Deployment(
    PhysicalPlan plan,
    Map<String, Integer> partitions,
    Map<String, Map<Integer, Long>> tableEnds,
    StageLimits limits,
    ReplayScope scope) {

  int partitionsOf(String topic) {
    Integer count = partitions.get(topic);
    if (count == null) {
      throw new IllegalStateException("the partitions of topic " + topic + " are not known");
    }
    return count;
  }

  int partitionsOf(Exchange exchange) {
    return partitionsOf(exchange.partitionsLike());
  }

  /** How many partitions the input of a stage has. */
  int inputPartitions(Stage stage) {
    Node input = stage.input();
    return input instanceof Node.Source source
        ? partitionsOf(source.topic())
        : partitionsOf(exchangeOf(input));
  }

  /** The stage that writes to an exchange. */
  Stage writerOf(Exchange exchange) {
    return plan.stages().stream()
        .filter(stage -> stage.nodes().stream().anyMatch(node -> writes(node, exchange.name())))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("nothing writes to exchange " + exchange.name()));
  }

  /** The exchange that the first node of a stage reads. */
  static Exchange exchangeOf(Node input) {
    if (input instanceof Node.FinalWindow window) {
      return window.exchange();
    }
    if (input instanceof Node.ReceiveElements receive) {
      return receive.exchange();
    }
    throw new IllegalStateException(input.id() + " reads no exchange");
  }

  /** Whether a node writes to an exchange. */
  static boolean writes(Node node, String exchange) {
    return (node instanceof Node.PartialWindow partial
            && partial.exchange().name().equals(exchange))
        || (node instanceof Node.SendElements send && send.exchange().name().equals(exchange));
  }
}
