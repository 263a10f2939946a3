package dev.tidemark.node.service;

import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.progress.OffsetsView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Reads the positions of a job in its topics from the brokers. */
final class OffsetsReader {

  /** Order by topic and partition number. */
  static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private final Admin admin;

  OffsetsReader(Admin admin) {
    this.admin = admin;
  }

  /**
   * The position of a job in one partition that it reads.
   *
   * @param current one past the last processed offset; the start offset if nothing is committed yet
   * @param end one past the last committed record of the partition
   */
  record Stand(TopicPartition partition, long current, long end) {
    long lag() {
      return Math.max(0, end - current);
    }
  }

  OffsetsView committed(JobSpec spec) {
    List<OffsetsView.Entry> entries = new ArrayList<>();
    committed(spec.applicationId())
        .forEach(
            (partition, offset) ->
                entries.add(
                    new OffsetsView.Entry(partition.topic(), partition.partition(), offset)));
    return new OffsetsView(spec.name(), spec.applicationId(), entries);
  }

  /**
   * Returns the positions of a job in all partitions that it reads; none of topics that do not
   * exist.
   */
  List<Stand> stands(JobSpec spec) {
    List<TopicPartition> partitions = partitions(Plans.inputs(spec.plan()));
    Map<TopicPartition, Long> committed = committed(spec.applicationId());
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    List<TopicPartition> fresh =
        partitions.stream().filter(partition -> !committed.containsKey(partition)).toList();
    Map<TopicPartition, Long> begins =
        fresh.isEmpty() ? Map.of() : offsets(fresh, OffsetSpec.earliest());
    List<Stand> stands = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      long begin = begins.getOrDefault(partition, 0L);
      long current = committed.getOrDefault(partition, begin);
      stands.add(new Stand(partition, current, ends.getOrDefault(partition, current)));
    }
    return stands;
  }

  /** Returns the committed offsets of a group. */
  Map<TopicPartition, Long> committed(String group) {
    Map<TopicPartition, OffsetAndMetadata> found =
        Errors.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    Map<TopicPartition, Long> offsets = new TreeMap<>(ORDER);
    found.forEach(
        (partition, offset) -> {
          if (offset != null) {
            offsets.put(partition, offset.offset());
          }
        });
    return offsets;
  }

  /** Returns all partitions of topics, in order; none of topics that do not exist. */
  List<TopicPartition> partitions(Collection<String> topics) {
    Collection<String> existing = Errors.await(admin.listTopics().names());
    List<String> asked = topics.stream().filter(existing::contains).toList();
    Map<String, TopicDescription> described =
        Errors.await(admin.describeTopics(asked).allTopicNames());
    List<TopicPartition> partitions = new ArrayList<>();
    described.forEach(
        (topic, description) ->
            description
                .partitions()
                .forEach(each -> partitions.add(new TopicPartition(topic, each.partition()))));
    partitions.sort(ORDER);
    return partitions;
  }

  /** Returns offsets up to which no transaction is open; -1 if no record has that time. */
  Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Errors.await(
            admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }
}
