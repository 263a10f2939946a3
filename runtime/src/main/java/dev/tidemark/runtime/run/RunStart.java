package dev.tidemark.runtime.run;

import dev.tidemark.runtime.base.Brokers;
import dev.tidemark.topology.progress.ReplayScope;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits where a run begins, before its group first has members. Offsets that are committed
 * already stay: then the run has begun, here or in another process.
 */
public final class RunStart {

  private static final Logger LOG = LoggerFactory.getLogger(RunStart.class);

  private final Brokers brokers;
  private final String group;

  public RunStart(Brokers brokers, String group) {
    this.brokers = brokers;
    this.group = group;
  }

  /** Commits the starts of a scope that are not committed. */
  void apply(ReplayScope scope) {
    Map<TopicPartition, OffsetAndMetadata> missing = new HashMap<>();
    scope
        .starts()
        .forEach(
            (topic, points) ->
                points.forEach(
                    (partition, point) ->
                        missing.put(
                            new TopicPartition(topic, partition),
                            new OffsetAndMetadata(point.offset()))));
    if (missing.isEmpty()) {
      return;
    }
    missing.keySet().removeAll(committed().keySet());
    if (missing.isEmpty()) {
      return;
    }
    try {
      brokers.await(
          brokers.admin().alterConsumerGroupOffsets(group, missing).all(),
          "commit the start offsets of group " + group);
      LOG.info("group={} partitions={} start offsets committed", group, missing.size());
    } catch (Brokers.InUse e) {
      // the members of the group have done the same before they joined
      LOG.debug("group={} has begun already", group);
    }
  }

  /** Returns the offsets that the group has committed, by partition. */
  public Map<TopicPartition, Long> committed() {
    Map<TopicPartition, Long> found = new HashMap<>();
    try {
      brokers
          .await(
              brokers.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group),
              "read the offsets of group " + group)
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  found.put(partition, offset.offset());
                }
              });
    } catch (Brokers.NotThere nothingYet) {
      return Map.of();
    }
    return found;
  }
}
