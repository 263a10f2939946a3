package dev.tidemark.runtime.streams;

import dev.tidemark.runtime.base.Deployment;
import dev.tidemark.runtime.base.InternalTopics;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides which partitions of streams are held back, because a table that they are joined with has
 * more to read: until the table has been read to where it ended when the run started, and after
 * that whenever more of it is known to be there. What KIP-695 does for each record, this does for
 * each poll: while a partition is empty, Kafka Streams 4.3.1 formats a message for every record
 * that it looks at, which halves the throughput.
 *
 * @param tables the tables' topics, by the topic of the stream or exchange that is joined with them
 * @param ends of the tables' partitions when the run started
 */
public record TablesBeforeStreams(
    Map<String, Set<String>> tables, Map<String, Map<Integer, Long>> ends) {

  public static TablesBeforeStreams of(Deployment deployment, String applicationId) {
    Map<String, Set<String>> tables = new HashMap<>();
    for (Stage stage : deployment.plan().stages()) {
      for (String table : stage.tables()) {
        tables
            .computeIfAbsent(inputOf(stage, applicationId), input -> new LinkedHashSet<>())
            .add(deployment.plan().table(table).topic());
      }
    }
    return new TablesBeforeStreams(tables, deployment.tableEnds());
  }

  /** Returns whether a partition is joined with a table at all. */
  boolean concerns(TopicPartition input) {
    return tables.containsKey(input.topic());
  }

  /** Returns whether a partition of a stream has to wait. */
  boolean holds(TopicPartition input, Set<TopicPartition> assigned, Consumer<?, ?> consumer) {
    for (String table : tables.getOrDefault(input.topic(), Set.of())) {
      TopicPartition partition = new TopicPartition(table, input.partition());
      if (assigned.contains(partition) && hasMore(partition, consumer)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasMore(TopicPartition table, Consumer<?, ?> consumer) {
    try {
      long end = ends.getOrDefault(table.topic(), Map.of()).getOrDefault(table.partition(), 0L);
      OptionalLong lag = consumer.currentLag(table);
      return lag.isEmpty() || lag.getAsLong() > 0 || consumer.position(table, Duration.ZERO) < end;
    } catch (KafkaException | IllegalStateException e) {
      return true; // the position of the table is not known yet
    }
  }

  private static String inputOf(Stage stage, String applicationId) {
    return stage
        .source()
        .map(Node.Source::topic)
        .orElseGet(
            () ->
                InternalTopics.repartition(applicationId, Deployment.exchangeReadBy(stage).name()));
  }
}
