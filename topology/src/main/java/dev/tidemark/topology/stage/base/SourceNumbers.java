package dev.tidemark.topology.stage.base;

import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import java.util.List;

/**
 * One number for each partition of the sources that reach a stage. With one source it is the
 * partition; the partitions of a second one begin a million later, and so on: what is stored by it
 * does not depend on how many partitions a topic has.
 *
 * @param topics the sources, in the order of the plan
 */
public record SourceNumbers(List<String> topics) {
  private static final int APART = 1_000_000;

  /** Of a stage that one source reaches, whichever it is. */
  public static final SourceNumbers ONE = new SourceNumbers(List.of());

  public SourceNumbers {
    topics = List.copyOf(topics);
  }

  /** Of a stage. */
  public static SourceNumbers of(PhysicalPlan plan, Stage stage) {
    return new SourceNumbers(plan.sourcesOf(stage).stream().map(Node.Source::topic).toList());
  }

  /** Returns the number of a partition. */
  public int number(String topic, int partition) {
    return Math.max(0, topics.indexOf(topic)) * APART + partition;
  }

  /** Returns the number of the partition that an element came from. */
  public int number(SourceRecord origin) {
    return number(origin.topic(), origin.partition());
  }
}
