package dev.tidemark.runtime.replay;

import dev.tidemark.runtime.base.Brokers;
import dev.tidemark.runtime.base.JobException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** The logs of the topics that are to be replayed, as the brokers report them. */
final class ReplayLog {

  /** Behind a transaction that is still open there is nothing to read yet. */
  private static final ListOffsetsOptions COMMITTED =
      new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

  private final Brokers brokers;

  ReplayLog(Brokers brokers) {
    this.brokers = brokers;
  }

  /** The first and next offsets of a topic, by partition. */
  record Ends(Map<Integer, Long> first, Map<Integer, Long> next) {
    int partitions() {
      return first.size();
    }

    long earliest(int partition) {
      return first.getOrDefault(partition, 0L);
    }

    long latest(int partition) {
      return next.getOrDefault(partition, 0L);
    }
  }

  /** The first record of a time or later. */
  record Found(long offset, long timestamp) {}

  Ends ends(String topic) {
    int count =
        brokers
            .partitionsOf(topic, "read")
            .orElseThrow(
                () ->
                    brokers.missing(
                        "topic " + topic + " does not exist on " + brokers.addresses(), topic));
    return new Ends(
        offsets(topic, count, OffsetSpec.earliest()), offsets(topic, count, OffsetSpec.latest()));
  }

  /** Refuses a topic that would hold more than what one replay writes. */
  void requireEmpty(String topic) {
    int count = brokers.partitionsOf(topic).orElse(0);
    Map<Integer, Long> first = offsets(topic, count, OffsetSpec.earliest());
    Map<Integer, Long> next = offsets(topic, count, OffsetSpec.latest());
    if (!first.equals(next)) {
      throw new JobException(
          JobException.Code.STATE_MISMATCH,
          "topic %s holds records already, of another replay".formatted(topic),
          "choose another suffix, or delete that topic");
    }
  }

  /** Returns the first records of a time or later; partitions without one are left out. */
  Map<Integer, Found> at(String topic, Ends ends, long timestamp) {
    Map<Integer, Found> found = new HashMap<>();
    ask(topic, ends.partitions(), OffsetSpec.forTimestamp(timestamp))
        .forEach(
            (partition, info) -> {
              if (info.offset() >= 0) {
                found.put(partition.partition(), new Found(info.offset(), info.timestamp()));
              }
            });
    return found;
  }

  /** Returns whether old records of a key are dropped when there are newer ones. */
  boolean isCompacted(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config =
        brokers
            .await(
                brokers.admin().describeConfigs(List.of(resource)).all(),
                "describe the config of topic " + topic)
            .getOrDefault(resource, new Config(List.of()));
    ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
    return policy != null
        && policy.value() != null
        && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
  }

  private Map<Integer, Long> offsets(String topic, int count, OffsetSpec spec) {
    Map<Integer, Long> offsets = new HashMap<>();
    ask(topic, count, spec)
        .forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
    return offsets;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ask(String topic, int count, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int p = 0; p < count; p++) {
      asked.put(new TopicPartition(topic, p), spec);
    }
    return brokers.await(
        brokers.admin().listOffsets(asked, COMMITTED).all(), "read the offsets of topic " + topic);
  }
}
