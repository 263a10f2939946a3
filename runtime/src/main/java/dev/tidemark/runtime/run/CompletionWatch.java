package dev.tidemark.runtime.run;

import dev.tidemark.runtime.base.Brokers;
import dev.tidemark.runtime.base.Deployment;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.PurgeCheck;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.preflight.PlanTopics;
import dev.tidemark.runtime.query.ProgressReader;
import dev.tidemark.runtime.streams.ReadLimits;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that a run with an end has reached it: nothing is left of its sources below their limits,
 * nothing in its exchanges, nothing waits for another attempt, as committed by the group. Asks the
 * brokers and so sees the tasks of all processes. Runs on a thread of its own.
 *
 * <p>What a stage writes becomes visible together with what it has read, so an exchange that was
 * looked at before its writer was done may have got more since. Each look that finds nothing proves
 * it for one stage further down: as many are needed in a row as there are stages, and one more.
 */
final class CompletionWatch implements Runnable, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CompletionWatch.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final long LOOK_EVERY_MS = 300;
  private static final long PAUSE_MS = 3_000;
  private static final int FETCH_BYTES = 64 * 1024;

  private final PhysicalPlan plan;
  private final RunConfig config;
  private final Deployment deployment;
  private final Map<TopicPartition, Long> limits;
  private final Runnable complete;
  private volatile boolean closed;

  /**
   * @param complete is called once, when the run has come to its end
   */
  CompletionWatch(PhysicalPlan plan, RunConfig config, Deployment deployment, Runnable complete) {
    this.plan = plan;
    this.config = config;
    this.deployment = deployment;
    this.limits = ReadLimits.of(plan, config.scope()).byPartition();
    this.complete = complete;
  }

  /** Starts to watch, if the run has an end for each partition that it reads. */
  void start() {
    if (isBounded()) {
      Thread thread = new Thread(this, "completion-watch");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void run() {
    try {
      while (!closed && !awaitEnd()) {
        Thread.sleep(PAUSE_MS);
      }
      if (!closed) {
        complete.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Returns whether the end was seen; if not, it can't be determined, or this is closed. */
  private boolean awaitEnd() throws InterruptedException {
    try (Brokers brokers = Brokers.connect(config);
        ProgressReader reader = ProgressReader.open(plan, config);
        KafkaConsumer<byte[], byte[]> probe = new KafkaConsumer<>(properties())) {
      int needed = plan.stages().size() + 1;
      int found = 0;
      while (!closed && found < needed) {
        boolean atEnd = isAtEnd(brokers, probe) && reader.position().waiting() == 0;
        found = atEnd ? found + 1 : 0;
        Thread.sleep(LOOK_EVERY_MS);
      }
      return !closed;
    } catch (KafkaException | JobException | Brokers.NotThere e) {
      LOG.warn(
          "job={} can't determine now whether it is complete: {}",
          plan.job(),
          String.valueOf(e.getMessage()));
      return false;
    }
  }

  private boolean isBounded() {
    for (Node.Source source : new PlanTopics(plan).sources()) {
      for (int p = 0; p < deployment.partitionsOf(source.topic()); p++) {
        if (!limits.containsKey(new TopicPartition(source.topic(), p))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isAtEnd(Brokers brokers, KafkaConsumer<byte[], byte[]> probe) {
    Optional<Set<TopicPartition>> exchanges = exchanges(brokers);
    if (exchanges.isEmpty()) {
      return false;
    }
    Map<TopicPartition, Long> ends = new HashMap<>(probe.endOffsets(exchanges.get(), ANSWER));
    ends.putAll(limits);
    Map<TopicPartition, Long> committed = new RunStart(brokers, config.applicationId()).committed();
    Map<TopicPartition, Long> left = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          long next = committed.getOrDefault(partition, 0L);
          if (next < end) {
            left.put(partition, next);
          }
        });
    return left.isEmpty() || hasNothing(probe, left, ends);
  }

  /** Returns the partitions of the exchanges; empty as long as the run has not made all of them. */
  private Optional<Set<TopicPartition>> exchanges(Brokers brokers) {
    Set<TopicPartition> partitions = new HashSet<>();
    for (String topic : PurgeCheck.exchanges(plan, config.applicationId())) {
      Optional<Integer> count = brokers.partitionsOf(topic);
      if (count.isEmpty()) {
        return Optional.empty();
      }
      for (int p = 0; p < count.get(); p++) {
        partitions.add(new TopicPartition(topic, p));
      }
    }
    return Optional.of(partitions);
  }

  /** Offsets that are left may be nothing but the ends of transactions. */
  private boolean hasNothing(
      KafkaConsumer<byte[], byte[]> probe,
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> ends) {
    probe.assign(from.keySet());
    from.forEach(probe::seek);
    while (!closed) {
      for (ConsumerRecord<byte[], byte[]> record : probe.poll(POLL)) {
        if (record.offset() < endOf(record, ends)) {
          return false;
        }
      }
      if (from.keySet().stream()
          .allMatch(p -> probe.position(p, ANSWER) >= ends.getOrDefault(p, 0L))) {
        return true;
      }
    }
    return false;
  }

  private static long endOf(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Long> ends) {
    return ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(config.kafka());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    properties.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    return properties;
  }
}
