package dev.tidemark.client.api.progress;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a job in event time.
 *
 * @param watermark the lowest of the partitions that are not idle; null if none has one
 * @param partitions of all sources with event time
 */
public record WatermarksView(
    String job, Instant at, @Nullable Instant watermark, List<PartitionWatermark> partitions) {
  /**
   * One source partition.
   *
   * @param watermark its own; null before the first event
   * @param skewMs how far it is ahead of the lowest of the job
   * @param idle whether it is proved to be idle, so that nothing waits for it
   */
  public record PartitionWatermark(
      String topic,
      int partition,
      @Nullable Instant watermark,
      @Nullable Long skewMs,
      boolean idle) {}

  /** The watermarks in an account of lag. */
  public static WatermarksView of(LagView lag) {
    List<PartitionWatermark> partitions =
        lag.partitions().stream()
            .map(
                one ->
                    new PartitionWatermark(
                        one.topic(), one.partition(), one.watermark(), one.skewMs(), one.idle()))
            .toList();
    Instant lowest =
        partitions.stream()
            .filter(one -> !one.idle())
            .map(PartitionWatermark::watermark)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null);
    return new WatermarksView(lag.job(), lag.at(), lowest, partitions);
  }
}
