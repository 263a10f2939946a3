package dev.tidemark.topology.eventtime.time;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The source record that an element came from: its coordinates and its untouched bytes, for late
 * topics, dead letters and the ledger. An element that a window made has the window's name for a
 * topic.
 *
 * @param topic the topic, or the window's name
 * @param partition the partition
 * @param offset the offset; -1 for a window's result
 * @param timestamp the record's own timestamp, epoch milliseconds
 * @param key the raw key
 * @param value the raw value
 * @param headers in their order
 */
public record SourceRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {
  public SourceRecord(
      String topic,
      int partition,
      long offset,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<Header> headers) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.headers = List.copyOf(headers);
  }

  /** A record without headers. */
  public SourceRecord(
      String topic,
      int partition,
      long offset,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    this(topic, partition, offset, timestamp, key, value, List.of());
  }

  /** A header of a record, its value untouched. */
  public record Header(String name, byte @Nullable [] value) {}
}
