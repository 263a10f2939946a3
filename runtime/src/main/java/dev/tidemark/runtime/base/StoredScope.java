package dev.tidemark.runtime.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.topology.progress.ReplayScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The scope of a run that is not in a cluster's job registry. It is stored in Kafka with the run's
 * state, in a topic of its own, so that a process that resumes the run by its application id, on
 * any machine, does what it was begun for: one in place repeats what it has to, and one in the
 * shadow never writes to the job's topics.
 */
public final class StoredScope {

  private static final Duration ANSWER = Duration.ofMillis(Brokers.ANSWER_MS);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private StoredScope() {}

  /** Returns the topic; no store of a job can have the same, since none has capitals. */
  static String topic(String applicationId) {
    return applicationId + "-SCOPE-changelog";
  }

  /**
   * Keeps a run's scope before it begins.
   *
   * @throws JobException {@code STATE_MISMATCH} if the run has been begun by another process
   */
  public static void keep(RunConfig run) {
    String topic = topic(run.applicationId());
    NewTopic wanted =
        new NewTopic(topic, Optional.of(1), Optional.empty())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try (Brokers brokers = Brokers.connect(run)) {
      brokers.await(brokers.admin().createTopics(List.of(wanted)).all(), "create topic " + topic);
    } catch (Brokers.AlreadyThere e) {
      throw new JobException(
          JobException.Code.STATE_MISMATCH,
          "run " + run.applicationId() + " was begun by another process a moment ago",
          "look at what there is, and begin again if it is still right");
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            properties(run, Map.of(ProducerConfig.ACKS_CONFIG, "all")),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] key = "scope".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(topic, 0, key, JSON.writeValueAsBytes(run.scope()))).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notKept(topic, e);
    } catch (JsonProcessingException | ExecutionException | KafkaException e) {
      throw notKept(topic, e);
    }
  }

  /**
   * Returns a run as it is to be resumed: a plain one in the scope that is kept for it, without the
   * end of the process that began it.
   *
   * @throws JobException {@code STATE_MISMATCH} if it would continue in the job's own topics, and
   *     was begun in the shadow
   */
  public static RunConfig resumed(Brokers brokers, RunConfig asked) {
    if (!asked.scope().equals(ReplayScope.NONE)
        || brokers.partitionsOf(topic(asked.applicationId())).isEmpty()) {
      return asked;
    }
    ReplayScope kept = read(asked);
    if (kept.suffix().isEmpty()) {
      return asked.withScope(kept.withUntil(Map.of()));
    }
    throw new JobException(
        JobException.Code.STATE_MISMATCH,
        "run %s is a replay in the shadow, whose results are in the topics that end with %s; it does not write to the job's own"
            .formatted(asked.applicationId(), kept.suffix()),
        "continue the run before it, or replay that one in place (tidemark replay --in-place)");
  }

  private static ReplayScope read(RunConfig run) {
    TopicPartition partition = new TopicPartition(topic(run.applicationId()), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            properties(run, Map.of(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition), ANSWER).getOrDefault(partition, 0L);
      byte @Nullable [] last = null;
      while (consumer.position(partition, ANSWER) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          last = record.value();
        }
      }
      if (last == null) {
        throw unreadable(partition.topic(), null);
      }
      return JSON.readValue(last, ReplayScope.class);
    } catch (IOException | KafkaException e) {
      throw unreadable(partition.topic(), e);
    }
  }

  private static Properties properties(RunConfig run, Map<String, Object> more) {
    Properties properties = new Properties();
    properties.putAll(run.kafka());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, run.bootstrapServers());
    properties.putAll(more);
    return properties;
  }

  private static JobException notKept(String topic, Exception cause) {
    return new JobException(
        JobException.Code.INTERNAL,
        "how the run differs from others could not be written to topic " + topic,
        "begin it again; nothing was processed",
        cause);
  }

  /**
   * Returns the error for a process that began the run and died at once: it has processed nothing.
   */
  private static JobException unreadable(String topic, @Nullable Exception cause) {
    String message = "topic " + topic + " does not tell how the run differs from others";
    String hint = "use another application id; a run whose process died so early has no results";
    return cause == null
        ? new JobException(JobException.Code.STATE_MISMATCH, message, hint)
        : new JobException(JobException.Code.STATE_MISMATCH, message, hint, cause);
  }
}
