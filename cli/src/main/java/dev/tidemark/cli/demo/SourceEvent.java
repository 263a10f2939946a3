package dev.tidemark.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * An event at its position in a source topic.
 *
 * @param partition the partition
 * @param offset its offset there; the order of a partition is the order of its offsets
 * @param key the key of the Kafka record; {@code null} where a producer sent none
 * @param time its event time
 * @param value what happened
 * @param <T> the Avro class of the value
 */
public record SourceEvent<T>(
    int partition, long offset, @Nullable String key, Instant time, T value) {

  /**
   * Returns the events with their positions when one producer publishes them in this order to an
   * empty topic, with Kafka's default partitioner and outside of a transaction.
   *
   * @param events the events in the order of publication
   * @param partitions how many partitions the topic has, at least 1
   */
  public static <T> List<SourceEvent<T>> publishedTo(int partitions, List<Event<T>> events) {
    long[] nextOffset = new long[partitions];
    List<SourceEvent<T>> published = new ArrayList<>(events.size());
    for (Event<T> event : events) {
      int partition = BuiltInPartitioner.partitionForKey(event.key().getBytes(UTF_8), partitions);
      published.add(
          new SourceEvent<>(
              partition, nextOffset[partition]++, event.key(), event.time(), event.value()));
    }
    return published;
  }
}
