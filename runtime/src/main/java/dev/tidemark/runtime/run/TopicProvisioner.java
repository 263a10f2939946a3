package dev.tidemark.runtime.run;

import dev.tidemark.runtime.base.Brokers;
import dev.tidemark.runtime.base.Copartitioning;
import dev.tidemark.runtime.base.Deployment;
import dev.tidemark.runtime.base.DerivedNames;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.OutputTopics;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.base.StoredScope;
import dev.tidemark.runtime.preflight.PlanTopics;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.topology.stage.base.StageLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Reads what a job has to know of its cluster before it starts, and creates its missing topics. */
final class TopicProvisioner implements AutoCloseable {

  private static final int HEADERS_ROOM = 20_000;

  private final Brokers brokers;

  private TopicProvisioner(Brokers brokers) {
    this.brokers = brokers;
  }

  /** Connects, and proves it. */
  static TopicProvisioner connect(RunConfig config) {
    return new TopicProvisioner(Brokers.connect(config));
  }

  /** Returns a run as it was begun, if it was. */
  RunConfig resumed(RunConfig asked) {
    return StoredScope.resumed(brokers, asked);
  }

  /**
   * Checks the topics of a plan, creates the missing outputs, and reads the numbers that the run
   * needs.
   *
   * @param config with the application id and the scope: where it writes to
   */
  Deployment deploy(PhysicalPlan plan, RunConfig config) {
    PlanTopics topics = new PlanTopics(plan);
    ReplayScope scope = config.scope();
    Map<String, Integer> partitions = inputs(topics);
    List<JobException> mismatches = Copartitioning.problems(plan, partitions);
    if (!mismatches.isEmpty()) {
      throw mismatches.get(0);
    }
    OutputTopics outputs = new OutputTopics(brokers, scope);
    List<JobException> tooLong =
        DerivedNames.problems(plan, config.applicationId(), outputs.written(topics.outputs()));
    if (!tooLong.isEmpty()) {
      throw tooLong.get(0);
    }
    partitions.putAll(outputs.prepare(topics.outputs(), partitions));
    return new Deployment(
        plan,
        Map.copyOf(partitions),
        tableEnds(plan, partitions),
        limits(outputs.written(topics.outputs())),
        scope);
  }

  /** Returns whether a run has committed anything before. */
  boolean hasBegun(RunConfig config) {
    return !new RunStart(brokers, config.applicationId()).committed().isEmpty();
  }

  /** Commits where a run begins, if it has not begun. */
  void begin(RunConfig config) {
    new RunStart(brokers, config.applicationId()).apply(config.scope());
  }

  @Override
  public void close() {
    brokers.close();
  }

  private Map<String, Integer> inputs(PlanTopics topics) {
    Map<String, Integer> partitions = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (String topic : topics.inputs()) {
      brokers
          .partitionsOf(topic, "read")
          .ifPresentOrElse(count -> partitions.put(topic, count), () -> missing.add(topic));
    }
    if (!missing.isEmpty()) {
      throw brokers.missing(
          "the job reads %s, which %s not exist on %s"
              .formatted(
                  missing.stream().map(t -> "topic " + t).collect(Collectors.joining(" and ")),
                  missing.size() == 1 ? "does" : "do",
                  brokers.addresses()),
          missing.get(0));
    }
    return partitions;
  }

  private Map<String, Map<Integer, Long>> tableEnds(
      PhysicalPlan plan, Map<String, Integer> partitions) {
    Map<String, Map<Integer, Long>> ends = new HashMap<>();
    for (Node.Table table : plan.tables()) {
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      for (int i = 0; i < known(partitions, table.topic()); i++) {
        asked.put(new TopicPartition(table.topic(), i), OffsetSpec.latest());
      }
      // a reader of committed records never gets behind a transaction that is left open
      ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
      Map<Integer, Long> byPartition = new TreeMap<>();
      brokers
          .await(
              brokers.admin().listOffsets(asked, committed).all(),
              "describe topic " + table.topic())
          .forEach((partition, end) -> byPartition.put(partition.partition(), end.offset()));
      ends.put(table.topic(), byPartition);
    }
    return ends;
  }

  private StageLimits limits(Collection<String> outputs) {
    List<ConfigResource> resources =
        outputs.stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
            .toList();
    StageLimits defaults = StageLimits.DEFAULT;
    long ahead = Long.MAX_VALUE;
    long bytes = defaults.recordBytesMax();
    Map<ConfigResource, Config> configs =
        brokers.await(
            brokers.admin().describeConfigs(resources).all(),
            "describe the configs of topics " + String.join(", ", outputs));
    for (Config config : configs.values()) {
      ahead =
          Math.min(
              ahead,
              number(
                  config,
                  TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
                  defaults.aheadOfClockMs()));
      bytes =
          Math.min(
              bytes,
              number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes + HEADERS_ROOM)
                  - HEADERS_ROOM);
    }
    // half a minute less than the brokers allow: their clocks are not ours
    long aheadOfClock = ahead == Long.MAX_VALUE ? Long.MAX_VALUE / 2 : Math.max(0, ahead - 30_000);
    return new StageLimits(
        defaults.heapPanesMax(),
        defaults.partialPanesMax(),
        (int) Math.max(1, bytes),
        aheadOfClock);
  }

  private static long number(Config config, String key, long absent) {
    ConfigEntry entry = config.get(key);
    return entry == null || entry.value() == null ? absent : Long.parseLong(entry.value());
  }

  private static int known(Map<String, Integer> partitions, String topic) {
    return Objects.requireNonNull(partitions.get(topic), topic);
  }
}
