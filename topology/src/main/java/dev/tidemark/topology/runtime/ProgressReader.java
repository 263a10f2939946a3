package dev.tidemark.topology.runtime;

import dev.tidemark.topology.operators.ProgressKeys;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a job's {@link JobProgress} from its committed changelogs: from any process, whether the
 * job runs or not. Keep it for repeated reads, it goes on where it stopped. Not thread-safe.
 */
public final class ProgressReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final PhysicalPlan plan;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, String> stages = new HashMap<>();
  private final Map<String, Map<Integer, Map<String, String>>> entries = new HashMap<>();

  private ProgressReader(
      PhysicalPlan plan, RunConfig config, KafkaConsumer<byte[], byte[]> consumer) {
    this.plan = plan;
    this.consumer = consumer;
    for (Stage stage : plan.stages()) {
      stages.put(changelog(config, stage.name()), stage.name());
    }
    for (Node.Table table : plan.tables()) {
      stages.put(changelog(config, table.id()), table.id());
    }
  }

  /** Opens a reader. Nothing is asked of the brokers yet. */
  public static ProgressReader open(PhysicalPlan plan, RunConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.kafka());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new ProgressReader(
        plan,
        config,
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /**
   * The newest committed progress; zeros everywhere for a job that has never run. Blocks until all
   * is read.
   */
  public JobProgress read() {
    assignNew();
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), ANSWER);
    while (!isAtEnd(ends)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        take(record);
      }
    }
    return ProgressSummary.of(plan, entries);
  }

  @Override
  public void close() {
    consumer.close();
  }

  private boolean isAtEnd(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), ANSWER) >= end.getValue());
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> store = storeOf(new TopicPartition(record.topic(), record.partition()));
    String key = ProgressKeys.text(record.key());
    if (record.value() == null) {
      store.remove(key);
    } else {
      store.put(key, ProgressKeys.text(record.value()));
    }
  }

  private Map<String, String> storeOf(TopicPartition changelog) {
    return entries
        .computeIfAbsent(stages.getOrDefault(changelog.topic(), ""), stage -> new HashMap<>())
        .computeIfAbsent(changelog.partition(), partition -> new HashMap<>());
  }

  /** Changelogs come into being when the job first runs. */
  private void assignNew() {
    Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
    Set<String> known = new HashSet<>();
    assigned.forEach(partition -> known.add(partition.topic()));
    if (known.size() == stages.size()) {
      return;
    }
    List<TopicPartition> added = new ArrayList<>();
    Map<String, List<PartitionInfo>> topics = consumer.listTopics(ANSWER);
    for (String changelog : stages.keySet()) {
      if (!known.contains(changelog)) {
        topics
            .getOrDefault(changelog, List.of())
            .forEach(info -> added.add(new TopicPartition(info.topic(), info.partition())));
        added.forEach(this::storeOf);
      }
    }
    assigned.addAll(added);
    consumer.assign(assigned);
    consumer.seekToBeginning(added);
  }

  private static String changelog(RunConfig config, String stage) {
    return config.applicationId() + "-" + Names.progressStore(stage) + "-changelog";
  }
}
