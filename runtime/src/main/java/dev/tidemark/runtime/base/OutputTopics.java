package dev.tidemark.runtime.base;

import dev.tidemark.topology.progress.ReplayScope;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that a run writes to: the job's own, or shadows of them, made like the originals so
 * that the same record lies in the same partition of both.
 */
public final class OutputTopics {

  private static final Logger LOG = LoggerFactory.getLogger(OutputTopics.class);

  private final Brokers brokers;
  private final ReplayScope scope;

  public OutputTopics(Brokers brokers, ReplayScope scope) {
    this.brokers = brokers;
    this.scope = scope;
  }

  /**
   * Creates what is missing.
   *
   * @param outputs the job's own topics, with the topic whose partitions each has if it must be
   *     made
   * @param inputs the partitions of the topics that are read
   * @return the partitions of the job's own topics, as this run needs them
   * @throws JobException {@code CONFIGURATION} if a shadow is one of the job's own topics, {@code
   *     STATE_MISMATCH} if it is there and has other partitions
   */
  public Map<String, Integer> prepare(Map<String, String> outputs, Map<String, Integer> inputs) {
    Map<String, Integer> partitions = new HashMap<>();
    outputs.forEach(
        (topic, like) -> {
          int count = inputs.getOrDefault(like, 1);
          partitions.put(topic, scope.suffix().isEmpty() ? own(topic, count) : known(topic, count));
        });
    for (String suffix : suffixes()) {
      partitions.forEach(
          (topic, count) -> {
            if (inputs.containsKey(topic + suffix) || outputs.containsKey(topic + suffix)) {
              throw new JobException(
                  JobException.Code.CONFIGURATION,
                  "with the suffix %s topic %s would get what the job has topic %s for"
                      .formatted(suffix, topic, topic + suffix),
                  "choose another suffix");
            }
            shadow(topic, topic + suffix, count);
          });
    }
    return partitions;
  }

  /** Returns the topics that are written to, of the job's own topics. */
  public List<String> written(Map<String, String> outputs) {
    return outputs.keySet().stream().map(topic -> topic + scope.suffix()).toList();
  }

  private List<String> suffixes() {
    Map<String, Boolean> suffixes = new LinkedHashMap<>();
    suffixes.put(scope.suffix(), true);
    if (scope.cut() != null) {
      suffixes.put(scope.cut().suffix(), true);
    }
    return suffixes.keySet().stream().filter(suffix -> !suffix.isEmpty()).toList();
  }

  private int own(String topic, int count) {
    Optional<Integer> existing = brokers.partitionsOf(topic, "write");
    return existing.orElseGet(() -> created(topic, count, Map.of()));
  }

  /**
   * Returns the partitions that the original has, or would have: none of it is created for a
   * shadow.
   */
  private int known(String topic, int count) {
    return brokers.partitionsOf(topic).orElse(count);
  }

  private void shadow(String original, String topic, int count) {
    int existing =
        brokers
            .partitionsOf(topic, "write")
            .orElseGet(() -> created(topic, count, configOf(original)));
    if (existing != count) {
      throw new JobException(
          JobException.Code.STATE_MISMATCH,
          "topic %s has %d partitions, but topic %s, which it is to be compared with, has %d"
              .formatted(topic, existing, original, count),
          "delete it, or choose another suffix");
    }
  }

  private int created(String topic, int count, Map<String, String> config) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(StreamsSettings.RECORD_BYTES_MAX)));
    all.putAll(config);
    // results of a replay are dated long ago: any retention would delete them at once
    all.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
    NewTopic wanted = new NewTopic(topic, Optional.of(count), Optional.empty()).configs(all);
    try {
      brokers.await(brokers.admin().createTopics(List.of(wanted)).all(), "create topic " + topic);
      LOG.info("topic={} partitions={} created, without a retention limit", topic, count);
    } catch (Brokers.AlreadyThere e) {
      LOG.debug("topic={} was created by another worker", topic);
    }
    awaitTopic(topic);
    return brokers.partitionsOf(topic).orElse(count);
  }

  /**
   * Returns the settings that were set explicitly for a topic; a new topic has the same defaults.
   */
  private Map<String, String> configOf(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Map<String, String> set = new HashMap<>();
    try {
      Config config =
          brokers
              .await(
                  brokers.admin().describeConfigs(List.of(resource)).all(),
                  "describe the config of topic " + topic)
              .getOrDefault(resource, new Config(List.of()));
      for (ConfigEntry entry : config.entries()) {
        if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
            && entry.value() != null) {
          set.put(entry.name(), entry.value());
        }
      }
    } catch (Brokers.NotThere e) {
      LOG.debug("topic={} is not there yet", topic);
    }
    set.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
    return set;
  }

  /** A topic that was just created may not be known to every broker yet. */
  private void awaitTopic(String topic) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Brokers.ANSWER_MS);
    while (brokers.partitionsOf(topic).isEmpty() && System.nanoTime() < deadline) {
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
