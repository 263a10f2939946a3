package dev.tidemark.client.api.progress;

import java.util.List;

/** The committed offsets of a job's consumer group, in Kafka Connect's shape. */
public record OffsetsView(String job, String group, List<Entry> offsets) {
  /** One partition; no entry for one without a committed offset. */
  public record Entry(String kafkaTopic, int kafkaPartition, long kafkaOffset) {}
}
