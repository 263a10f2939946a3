package dev.tidemark.tests.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a topic holds, or must hold: for each partition the records in their order. Partitions
 * without a record are left out.
 *
 * @param topic its name
 * @param partitions the records by partition
 */
public record Content(String topic, SortedMap<Integer, List<Entry>> partitions) {

  /**
   * One record.
   *
   * @param key its key as text
   * @param timestamp its timestamp
   * @param value its value as text
   */
  public record Entry(@Nullable String key, long timestamp, String value) {
    @Override
    public String toString() {
      return key + " at " + timestamp + ": " + value;
    }
  }

  /** A topic without any record. */
  static Content empty(String topic) {
    return new Content(topic, new TreeMap<>());
  }

  /** Puts records together. */
  public static final class Builder {
    private final String topic;
    private final SortedMap<Integer, List<Entry>> partitions = new TreeMap<>();

    public Builder(String topic) {
      this.topic = topic;
    }

    public Builder add(int partition, Entry entry) {
      partitions.computeIfAbsent(partition, p -> new ArrayList<>()).add(entry);
      return this;
    }

    public Content build() {
      return new Content(topic, partitions);
    }
  }

  /** What was read, with values as text. */
  public static Content of(
      String topic,
      List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> records,
      Function<byte @Nullable [], String> value) {
    Builder content = new Builder(topic);
    for (ConsumerRecord<byte @Nullable [], byte @Nullable []> record : records) {
      content.add(
          record.partition(),
          new Entry(Text.ofKey(record.key()), record.timestamp(), value.apply(record.value())));
    }
    return content.build();
  }

  /** How many records there are. */
  public int size() {
    return partitions.values().stream().mapToInt(List::size).sum();
  }

  /** The records of one partition. */
  public List<Entry> in(int partition) {
    return partitions.getOrDefault(partition, List.of());
  }

  /** All records, one partition after the other. */
  public List<Entry> all() {
    return partitions.entrySet().stream().map(Map.Entry::getValue).flatMap(List::stream).toList();
  }
}
