package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.ApiException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads topics of Kafka, a partition at a time and a fetch at a time. Belongs to one thread. */
final class KafkaDeadLetterLog implements DeadLetterLog {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int ANSWER_SECONDS = 12;
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * Makes one.
   *
   * @param admin is not closed with it
   * @param consumer of committed records; closed with it
   */
  KafkaDeadLetterLog(Admin admin, KafkaConsumer<byte[], byte[]> consumer) {
    this.admin = admin;
    this.consumer = consumer;
  }

  @Override
  public Optional<TopicEnds> topicEnds(String topic) {
    TopicDescription described;
    try {
      described = describe(admin, topic);
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    described
        .partitions()
        .forEach(
            each -> asked.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        await(
            admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
    Map<Integer, Long> ends = new HashMap<>();
    found.forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    return Optional.of(new TopicEnds(described.topicId().toString(), ends));
  }

  @Override
  public void read(
      String topic,
      int partition,
      long from,
      long to,
      Predicate<ConsumerRecord<byte[], byte[]>> visit) {
    if (from >= to) {
      return;
    }
    TopicPartition one = new TopicPartition(topic, partition);
    consumer.assign(List.of(one));
    consumer.seek(one, from);
    long heard = System.nanoTime();
    long position = from;
    while (position < to) {
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
        if (each.offset() >= to || !visit.test(each)) {
          return;
        }
      }
      long reached = consumer.position(one);
      if (reached > position) {
        position = reached;
        heard = System.nanoTime();
      } else if (System.nanoTime() - heard > SILENCE_NANOS) {
        throw unavailable("topic " + topic + " can't be read to its end");
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** Returns the description of a topic by the brokers. */
  static TopicDescription describe(Admin admin, String topic) {
    return await(
        Objects.requireNonNull(
            admin.describeTopics(List.of(topic)).topicNameValues().get(topic), topic));
  }

  /** Waits for an answer; throws what the brokers answer. */
  static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the node is stopping");
    } catch (TimeoutException e) {
      throw unavailable("the brokers do not answer");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new KafkaException(e.getCause());
    }
  }

  private static ApiException unavailable(String reason) {
    return ApiException.of(
        503,
        "kafka_unavailable",
        "Kafka can't be asked now: " + reason,
        "try again; if it stays so, see whether the brokers are up and reachable");
  }
}
