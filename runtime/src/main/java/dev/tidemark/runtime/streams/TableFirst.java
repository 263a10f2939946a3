package dev.tidemark.runtime.streams;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Orders a table before what is joined with it, among the records that a task has in hand: Kafka
 * Streams takes the oldest of them, so what was in the table when the run started is given the time
 * 0. After that the records' own timestamps keep the order. {@link TablesBeforeStreams} ensures
 * that the table is in hand before the stream is.
 */
final class TableFirst implements TimestampExtractor {

  private final Map<Integer, Long> ends;

  TableFirst(Map<Integer, Long> ends) {
    this.ends = Map.copyOf(ends);
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return record.offset() < ends.getOrDefault(record.partition(), 0L)
        ? 0
        : Math.max(0, record.timestamp());
  }

  /**
   * For streams: the record's timestamp, which only orders records here; event time is extracted
   * elsewhere.
   */
  static TimestampExtractor recordTime() {
    return (record, partitionTime) -> Math.max(1, record.timestamp());
  }
}
