package dev.tidemark.runtime.replay;

import dev.tidemark.runtime.base.Brokers;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.RunConfig;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets at which a new run begins to read its streams: offsets that are committed for its
 * group before it first starts. Tables are never skipped; they are not to be named here.
 */
public final class StartOffsets {

  private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);

  /** Nothing is skipped behind a transaction that is still open: it may yet be committed. */
  private static final ListOffsetsOptions COMMITTED =
      new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

  private final Brokers brokers;
  private final String group;

  private StartOffsets(Brokers brokers, String group) {
    this.brokers = brokers;
    this.group = group;
  }

  /** A place in the topics. */
  public sealed interface From {
    /** With the oldest record that is still there. */
    record Earliest() implements From {}

    /** Behind what is committed now. */
    record Latest() implements From {}

    /**
     * In each partition, with the first record whose timestamp is this or later; behind the last
     * one where there is none.
     */
    record At(Instant instant) implements From {}

    /**
     * Reads {@code earliest}, {@code latest} or an ISO instant.
     *
     * @throws JobException {@code CONFIGURATION} for anything else
     */
    static From parse(String text) {
      if (text.equals("earliest")) {
        return new Earliest();
      }
      if (text.equals("latest")) {
        return new Latest();
      }
      try {
        return new At(Instant.parse(text));
      } catch (DateTimeException e) {
        throw new JobException(
            JobException.Code.CONFIGURATION,
            "a run can't start from '" + text + "'",
            "say earliest, latest or an instant such as 2026-11-20T10:00:00Z",
            e);
      }
    }
  }

  /**
   * Commits where the run begins. A repetition changes nothing.
   *
   * @param config of which the application id, the brokers and the Kafka properties count
   * @param streamTopics the topics that the job reads as streams
   * @return what is committed, by topic and partition
   * @throws JobException {@code STATE_MISMATCH} if the run has members, or has already begun
   *     elsewhere; {@code TOPIC_MISSING} if a topic does not exist
   */
  public static Map<String, Map<Integer, Long>> apply(
      RunConfig config, Collection<String> streamTopics, From from) {
    try (Brokers brokers = Brokers.connect(config)) {
      return new StartOffsets(brokers, config.applicationId()).apply(streamTopics, from);
    }
  }

  private Map<String, Map<Integer, Long>> apply(Collection<String> topics, From from) {
    refuseMembers();
    Map<TopicPartition, Long> offsets = offsets(partitions(topics), from);
    Map<TopicPartition, OffsetAndMetadata> committed = committed();
    Map<TopicPartition, OffsetAndMetadata> wanted = new HashMap<>();
    offsets.forEach((partition, offset) -> wanted.put(partition, new OffsetAndMetadata(offset)));
    if (!committed.isEmpty() && !isSame(committed, offsets)) {
      throw new JobException(
          JobException.Code.STATE_MISMATCH,
          "run " + group + " has begun already: it has committed offsets",
          "start a new run under another application id, or purge this one first");
    }
    if (committed.isEmpty() && !wanted.isEmpty()) {
      commit(wanted);
      LOG.info("group={} partitions={} start offsets committed", group, wanted.size());
    }
    Map<String, Map<Integer, Long>> byTopic = new TreeMap<>();
    offsets.forEach(
        (partition, offset) ->
            byTopic
                .computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                .put(partition.partition(), offset));
    return byTopic;
  }

  private void commit(Map<TopicPartition, OffsetAndMetadata> wanted) {
    try {
      brokers.await(brokers.admin().alterConsumerGroupOffsets(group, wanted).all());
    } catch (Brokers.InUse e) {
      throw hasMembers();
    }
  }

  private void refuseMembers() {
    Map<String, ConsumerGroupDescription> found;
    try {
      found = brokers.await(brokers.admin().describeConsumerGroups(List.of(group)).all());
    } catch (Brokers.NotThere nothingYet) {
      return;
    }
    ConsumerGroupDescription description = found.get(group);
    if (description != null && !description.members().isEmpty()) {
      throw hasMembers();
    }
  }

  private JobException hasMembers() {
    return new JobException(
        JobException.Code.STATE_MISMATCH,
        "run " + group + " is running: its group has members",
        "stop the job first; a process that died is forgotten after its session timeout");
  }

  private Map<TopicPartition, OffsetAndMetadata> committed() {
    try {
      Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
      brokers
          .await(
              brokers.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group))
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  found.put(partition, offset);
                }
              });
      return found;
    } catch (Brokers.NotThere nothingYet) {
      return Map.of();
    }
  }

  private static boolean isSame(
      Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, Long> existing = new HashMap<>();
    committed.forEach((partition, offset) -> existing.put(partition, offset.offset()));
    return existing.equals(offsets);
  }

  private Collection<TopicPartition> partitions(Collection<String> topics) {
    Collection<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      int count =
          brokers
              .partitionsOf(topic)
              .orElseThrow(
                  () ->
                      brokers.missing(
                          "topic " + topic + " does not exist on " + brokers.addresses(), topic));
      for (int i = 0; i < count; i++) {
        partitions.add(new TopicPartition(topic, i));
      }
    }
    return partitions;
  }

  private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, From from) {
    if (from instanceof From.Earliest) {
      return ask(partitions, OffsetSpec.earliest());
    }
    Map<TopicPartition, Long> ends = ask(partitions, OffsetSpec.latest());
    if (from instanceof From.At at) {
      ask(partitions, OffsetSpec.forTimestamp(Math.max(0, at.instant().toEpochMilli())))
          .forEach(
              (partition, offset) -> {
                if (offset >= 0) {
                  ends.put(partition, offset);
                }
              });
    }
    return ends;
  }

  private Map<TopicPartition, Long> ask(Collection<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
        brokers.await(brokers.admin().listOffsets(asked, COMMITTED).all()).entrySet()) {
      offsets.put(found.getKey(), found.getValue().offset());
    }
    return offsets;
  }
}
