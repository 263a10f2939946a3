package dev.tidemark.client.api.progress;

import dev.tidemark.client.api.job.AlertView;
import dev.tidemark.client.api.job.JobState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lag of a job, as committed.
 *
 * @param lag records behind, over all partitions
 * @param behindMs how old the oldest record is that is not yet processed; null if that can't be
 *     told
 * @param recordsPerSecond processed lately; null at the first measurement
 * @param lagPerSecond how lag changes: negative while it catches up; null at the first measurement
 * @param caughtUpInMs at this rate; 0 when it has, null while it does not come nearer
 * @param deadLetters how many it makes, over all partitions
 */
public record LagView(
    String job,
    JobState state,
    Instant at,
    long lag,
    @Nullable Long behindMs,
    @Nullable Double recordsPerSecond,
    @Nullable Double lagPerSecond,
    @Nullable Long caughtUpInMs,
    AlertView deadLetters,
    List<PartitionLag> partitions) {
  /**
   * One source partition. Offsets have the names of Kafka's own tools.
   *
   * @param behindMs the age of the first record not yet processed, by the record's timestamp and
   *     the wall clock; 0 at the end
   * @param watermark the partition's own; null before the first event and for tables
   * @param skewMs how far the partition's watermark is ahead of the lowest of the job's; null
   *     without a watermark
   * @param idle whether it is proved to be idle, so that nothing waits for it
   */
  public record PartitionLag(
      String topic,
      int partition,
      long currentOffset,
      long logEndOffset,
      long lag,
      @Nullable Long behindMs,
      @Nullable Instant watermark,
      @Nullable Long skewMs,
      boolean idle,
      long late,
      long deadLetters) {}
}
