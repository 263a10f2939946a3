package dev.tidemark.runtime.query;

import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.progress.ProgressLayout;
import dev.tidemark.topology.progress.ProgressSummary;
import dev.tidemark.topology.progress.RunPosition;
import dev.tidemark.topology.stage.base.ProgressKeys;
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
 * job runs or not. Keep it for repeated reads: it continues where it stopped. Not thread-safe.
 */
public final class ProgressReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private static final int RECEIVE_BUFFER_BYTES = 32 * 1024;
  private static final int FETCH_BYTES = 1024 * 1024;

  private final ProgressLayout layout;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, String> stages = new HashMap<>();
  private final Map<String, Map<Integer, Map<String, String>>> entries = new HashMap<>();

  private ProgressReader(
      ProgressLayout layout, RunConfig config, KafkaConsumer<byte[], byte[]> consumer) {
    this.layout = layout;
    this.consumer = consumer;
    layout.owners().forEach(owner -> stages.put(changelog(config, owner), owner));
  }

  /** Opens a reader. Nothing is asked of the brokers yet. */
  public static ProgressReader open(PhysicalPlan plan, RunConfig config) {
    return open(ProgressLayout.of(plan), config);
  }

  /**
   * Opens a reader for a plan that is known by its layout alone. Nothing is asked of the brokers
   * yet.
   *
   * @param config of which the application id, the brokers and the Kafka properties count
   */
  public static ProgressReader open(ProgressLayout layout, RunConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.kafka());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // a process may read the progress of many jobs, and keep the readers
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES / 8);
    properties.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, RECEIVE_BUFFER_BYTES);
    properties.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    return new ProgressReader(
        layout,
        config,
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /**
   * Returns the newest committed progress; zeros everywhere for a job that has never run. Blocks
   * until all is read.
   */
  public JobProgress read() {
    catchUp();
    return ProgressSummary.of(layout, entries);
  }

  /** Returns the newest committed position of the run. Blocks until all is read. */
  public RunPosition position() {
    catchUp();
    return RunPosition.of(layout, entries);
  }

  private void catchUp() {
    assignNew();
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), ANSWER);
    while (!isAtEnd(ends)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        take(record);
      }
    }
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

  /** Assigns new changelogs: they come into being when the job first runs. */
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
