package dev.tidemark.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * The progress of an engine, by what its group has committed: measured from outside, so that the
 * engine pays nothing and both are judged alike.
 */
final class Consumption {
  private final Admin admin;
  private final String group;

  Consumption(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
  }

  /** The committed positions by partition. */
  Map<TopicPartition, Long> committed() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                positions.put(partition, offset.offset());
              }
            });
    return positions;
  }

  /** Returns the current end offsets of topics, open transactions included. */
  Map<TopicPartition, Long> ends(List<String> topics) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    await(admin.describeTopics(topics).allTopicNames())
        .forEach(
            (topic, description) ->
                description
                    .partitions()
                    .forEach(
                        partition ->
                            wanted.put(
                                new TopicPartition(topic, partition.partition()),
                                OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    await(admin.listOffsets(wanted).all())
        .forEach((partition, info) -> ends.put(partition, info.offset()));
    return ends;
  }

  /** The topics through which the engine shuffles. */
  List<String> repartitionTopics() {
    return internalTopics().stream().filter(topic -> topic.endsWith("-repartition")).toList();
  }

  /** The topics that the engine made for itself. */
  List<String> internalTopics() {
    return await(admin.listTopics().names()).stream()
        .filter(topic -> topic.startsWith(group + "-"))
        .filter(topic -> topic.endsWith("-repartition") || topic.endsWith("-changelog"))
        .sorted()
        .toList();
  }

  /** Returns how many records of these are behind the committed positions. */
  static long done(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.min(committed.getOrDefault(end.getKey(), 0L), end.getValue()))
        .sum();
  }

  /** Returns whether the committed positions have reached these ends. */
  static boolean reached(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  static <T> T await(org.apache.kafka.common.KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker answered: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the broker", e);
    }
  }
}
