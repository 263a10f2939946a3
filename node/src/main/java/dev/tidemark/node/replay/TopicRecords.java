package dev.tidemark.node.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The committed records of a topic as they were when this was made, within a range of time. */
public final class TopicRecords implements RecordSource {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final long STUCK_NANOS = Duration.ofSeconds(30).toNanos();

  private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
  private final String topic;
  private final Map<Integer, long[]> offsets; // by partition: from, to
  private final Range range;
  private final AtomicLong counter;
  private final BooleanSupplier cancelled;

  /**
   * A range of records.
   *
   * @param after only later ones; empty: all
   * @param through none later; empty: all
   */
  public record Range(OptionalLong after, OptionalLong through) {
    boolean contains(long timestamp) {
      return (after.isEmpty() || timestamp > after.getAsLong())
          && (through.isEmpty() || timestamp <= through.getAsLong());
    }
  }

  /**
   * Of one topic.
   *
   * @param consumers makes consumers of committed records without a group
   * @param counter counts what was read
   * @param cancelled whether no caller waits for it any more
   */
  public TopicRecords(
      Supplier<KafkaConsumer<byte[], byte[]>> consumers,
      String topic,
      Map<Integer, long[]> offsets,
      Range range,
      AtomicLong counter,
      BooleanSupplier cancelled) {
    this.consumers = consumers;
    this.topic = topic;
    this.offsets = new TreeMap<>(offsets);
    this.range = range;
    this.counter = counter;
    this.cancelled = cancelled;
  }

  /** Returns how many offsets lie in it. */
  public long size() {
    return offsets.values().stream().mapToLong(each -> each[1] - each[0]).sum();
  }

  @Override
  public void read(IntPredicate partitions, Consumer<OutputRecord> each) {
    Map<TopicPartition, Long> ends =
        new TreeMap<>(Comparator.comparingInt(TopicPartition::partition));
    offsets.forEach(
        (number, span) -> {
          if (partitions.test(number) && span[1] > span[0]) {
            ends.put(new TopicPartition(topic, number), span[1]);
          }
        });
    if (ends.isEmpty()) {
      return;
    }
    try (KafkaConsumer<byte[], byte[]> consumer = consumers.get()) {
      List<TopicPartition> open = new ArrayList<>(ends.keySet());
      consumer.assign(open);
      open.forEach(
          partition ->
              consumer.seek(
                  partition, Objects.requireNonNull(offsets.get(partition.partition()))[0]));
      long movedAt = System.nanoTime();
      while (!open.isEmpty()) {
        long before = counter.get();
        for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
          take(read, ends, each);
        }
        movedAt = counter.get() == before ? movedAt : System.nanoTime();
        if (open.removeIf(at -> consumer.position(at) >= ends.getOrDefault(at, 0L))) {
          consumer.assign(open);
          movedAt = System.nanoTime();
        }
        refuse(movedAt);
      }
    }
  }

  private void take(
      ConsumerRecord<byte[], byte[]> read,
      Map<TopicPartition, Long> ends,
      Consumer<OutputRecord> each) {
    Long end = ends.get(new TopicPartition(read.topic(), read.partition()));
    if (end == null || read.offset() >= end) {
      return;
    }
    counter.incrementAndGet();
    if (range.contains(read.timestamp())) {
      each.accept(new OutputRecord(read.partition(), read.key(), read.timestamp(), read.value()));
    }
  }

  private void refuse(long movedAt) {
    if (cancelled.getAsBoolean()) {
      throw new IllegalStateException("the comparison was ended");
    }
    if (System.nanoTime() - movedAt > STUCK_NANOS) {
      throw new IllegalStateException(
          "topic " + topic + " can't be read: the brokers don't answer");
    }
  }
}
