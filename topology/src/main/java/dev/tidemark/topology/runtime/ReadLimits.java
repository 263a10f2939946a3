package dev.tidemark.topology.runtime;

import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a run stops to read: the first offset of a partition that it does not read any more. Held
 * back before a task sees them, so that what is committed never goes beyond, and a run without the
 * limit goes on from there. Tables have none: a run joins with what is there.
 *
 * @param byPartition those that have a limit
 */
record ReadLimits(Map<TopicPartition, Long> byPartition) {

  static ReadLimits of(PhysicalPlan plan, ReplayScope scope) {
    Map<TopicPartition, Long> limits = new HashMap<>();
    for (Node.Source source : new PlanTopics(plan).sources()) {
      scope
          .until()
          .getOrDefault(source.topic(), Map.of())
          .forEach((p, offset) -> limits.put(new TopicPartition(source.topic(), p), offset));
    }
    return new ReadLimits(Map.copyOf(limits));
  }

  boolean isEmpty() {
    return byPartition.isEmpty();
  }

  OptionalLong of(TopicPartition partition) {
    Long limit = byPartition.get(partition);
    return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  /** The records below the limits; empty if all are. */
  Optional<ConsumerRecords<byte[], byte[]>> cut(ConsumerRecords<byte[], byte[]> records) {
    boolean beyond =
        records.nextOffsets().entrySet().stream()
            .anyMatch(next -> isBeyond(next.getKey(), next.getValue().offset()));
    if (!beyond) {
      return Optional.empty();
    }
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> below = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        if (!isBeyond(partition, record.offset() + 1)) {
          below.add(record);
        }
      }
      if (!below.isEmpty()) {
        kept.put(partition, below);
      }
    }
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(records.nextOffsets());
    next.replaceAll(
        (partition, offset) ->
            isBeyond(partition, offset.offset())
                ? new OffsetAndMetadata(of(partition).orElseThrow())
                : offset);
    return Optional.of(new ConsumerRecords<>(kept, next));
  }

  private boolean isBeyond(TopicPartition partition, long next) {
    OptionalLong limit = of(partition);
    return limit.isPresent() && next > limit.getAsLong();
  }
}
