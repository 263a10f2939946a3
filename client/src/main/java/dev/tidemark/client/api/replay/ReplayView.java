package dev.tidemark.client.api.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.job.ReplayPhase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replay and how far it has come.
 *
 * @param phase of the replay
 * @param state of its workers
 * @param reason one line for people where the state or the phase needs one, e.g. what a promotion
 *     waits for
 * @param suffix of its topics; empty in place
 * @param done records of history that are processed
 * @param total records of history
 * @param recordsPerSecond processed lately; null at the first look
 * @param remainingMs until it has caught up at this rate; 0 when it has, null while that can't be
 *     told
 * @param lag records behind the present end of what it reads
 */
public record ReplayView(
    String job,
    int run,
    String applicationId,
    ReplayMode mode,
    ReplayPhase phase,
    JobState state,
    @Nullable String reason,
    String suffix,
    ReplayFrom from,
    @Nullable Instant until,
    String jar,
    @JsonProperty("class") String jobClass,
    String startedBy,
    Instant startedAt,
    long done,
    long total,
    @Nullable Double recordsPerSecond,
    @Nullable Long remainingMs,
    long lag,
    List<Partition> partitions) {
  /**
   * One partition.
   *
   * @param from the first offset of history
   * @param current one past the last that is processed
   * @param to one past the last of history
   */
  public record Partition(
      String topic, int partition, long from, long current, long to, long done, long total) {}

  /** Returns whether all history is processed. */
  public boolean hasCaughtUp() {
    return done >= total;
  }
}
