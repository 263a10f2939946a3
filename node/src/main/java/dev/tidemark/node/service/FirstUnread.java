package dev.tidemark.node.service;

import dev.tidemark.node.cluster.KafkaClients;
import dev.tidemark.node.service.OffsetsReader.Stand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time stamps of the first records that jobs have not yet processed. A request costs a fetch
 * for each partition that is behind and has moved since the last time; nothing for the others. The
 * consumer is closed when there are no requests. Thread-safe.
 */
final class FirstUnread {

  private static final Logger LOG = LoggerFactory.getLogger(FirstUnread.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long ASK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long IDLE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final int KNOWN_MAX = 10_000;

  private final KafkaClients clients;
  private final Map<TopicPartition, Stamp> known = new HashMap<>();
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private long usedNanos;

  FirstUnread(KafkaClients clients) {
    this.clients = clients;
  }

  private record Stamp(long offset, long millis) {}

  /** Returns time stamps in ms by partition; none of a partition that did not answer in time. */
  synchronized Map<TopicPartition, Long> stamps(List<Stand> behind) {
    Map<TopicPartition, Long> stamps = new HashMap<>();
    List<Stand> unknown = new ArrayList<>();
    for (Stand stand : behind) {
      Stamp stamp = known.get(stand.partition());
      if (stamp != null && stamp.offset() == stand.current()) {
        stamps.put(stand.partition(), stamp.millis());
      } else {
        unknown.add(stand);
      }
    }
    if (!unknown.isEmpty()) {
      ask(unknown).forEach((partition, stamp) -> stamps.put(partition, stamp.millis()));
    }
    return stamps;
  }

  /** Closes the consumer if it was not used lately. */
  synchronized void closeIdle(long nowNanos) {
    if (consumer != null && nowNanos - usedNanos > IDLE_NANOS) {
      close();
    }
  }

  synchronized void close() {
    if (consumer != null) {
      consumer.close();
      consumer = null;
    }
    known.clear();
  }

  private Map<TopicPartition, Stamp> ask(List<Stand> unknown) {
    usedNanos = System.nanoTime();
    if (known.size() > KNOWN_MAX) {
      known.clear();
    }
    Map<TopicPartition, Stamp> answers = new HashMap<>();
    try {
      fetch(unknown, answers);
    } catch (KafkaException e) {
      LOG.debug("the first unread records can't be read: {}", e.getMessage());
    }
    known.putAll(answers);
    return answers;
  }

  private void fetch(List<Stand> unknown, Map<TopicPartition, Stamp> answers) {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open == null) {
      open = clients.consumer("lag", true);
      consumer = open;
    }
    Map<TopicPartition, Long> from = new HashMap<>();
    unknown.forEach(stand -> from.put(stand.partition(), stand.current()));
    open.assign(from.keySet());
    from.forEach(open::seek);
    while (answers.size() < from.size() && System.nanoTime() - usedNanos < ASK_NANOS) {
      ConsumerRecords<byte[], byte[]> records = open.poll(POLL);
      for (TopicPartition partition : records.partitions()) {
        ConsumerRecord<byte[], byte[]> first = records.records(partition).get(0);
        answers.put(partition, new Stamp(from.getOrDefault(partition, 0L), first.timestamp()));
        open.pause(List.of(partition));
      }
    }
    open.assign(List.of());
  }
}
