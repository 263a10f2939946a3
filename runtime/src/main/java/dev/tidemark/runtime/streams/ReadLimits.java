package dev.tidemark.runtime.streams;

import dev.tidemark.runtime.preflight.PlanTopics;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.ReplayScope;
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
 * The offsets at which a run stops reading: the first offset of a partition that it does not read
 * any more. Held back before a task sees them, so that what is committed never goes beyond, and a
 * run without the limit continues from there. Tables have no limit: a run joins with what is there.
 *
 * @param byPartition those that have a limit
 */
public record ReadLimits(Map<TopicPartition, Long> byPartition) {

  public static ReadLimits of(PhysicalPlan plan, ReplayScope scope) {
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

  /**
   * Returns the records below the limits; empty if all are.
   *
   * <p>Where records are left out, the next offset is that of the first of them. It may be beyond
   * the limit, but no record is between the two, so nothing is lost for a run that continues from
   * there; and it is never below the position of the run, even if that had passed the limit before
   * there was one.
   */
  Optional<ConsumerRecords<byte[], byte[]>> cut(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, Long> firstLeftOut = new HashMap<>();
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> all = records.records(partition);
      int count = below(all, of(partition).orElse(Long.MAX_VALUE));
      if (count < all.size()) {
        firstLeftOut.put(partition, all.get(count).offset());
      }
      if (count > 0) {
        kept.put(partition, all.subList(0, count));
      }
    }
    if (firstLeftOut.isEmpty()) {
      return Optional.empty();
    }
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(records.nextOffsets());
    firstLeftOut.forEach((partition, offset) -> next.put(partition, new OffsetAndMetadata(offset)));
    return Optional.of(new ConsumerRecords<>(kept, next));
  }

  private static int below(List<ConsumerRecord<byte[], byte[]>> records, long limit) {
    int count = 0;
    while (count < records.size() && records.get(count).offset() < limit) {
      count++;
    }
    return count;
  }
}
