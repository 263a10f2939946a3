package dev.tidemark.client.api.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.job.ReplayMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a replay.
 *
 * @param run its number
 * @param suffix of the shadow topics; empty in place
 * @param partitions of all that it reads
 * @param records how many it reads until it has caught up, as far as offsets tell
 * @param recordsPerSecond at which it is expected to read
 * @param expectedMs how long that takes
 * @param measured whether the rate was measured on the live job, or is assumed
 * @param stores which are rebuilt
 * @param outputs where it writes to, by the topic that the job writes
 * @param warnings that no other field reports
 */
public record ReplayPlanView(
    String job,
    int run,
    String applicationId,
    ReplayMode mode,
    String suffix,
    String jar,
    @JsonProperty("class") String jobClass,
    Map<String, String> parameters,
    List<Partition> partitions,
    long records,
    long recordsPerSecond,
    long expectedMs,
    boolean measured,
    List<String> stores,
    Map<String, String> outputs,
    List<ErrorView> warnings) {
  /**
   * One partition that is read.
   *
   * @param role {@code stream} or {@code table}
   * @param current where the live job stands; null if it has not begun
   * @param from the first offset that is read
   * @param to one past the last that counts as history
   */
  public record Partition(
      String topic,
      int partition,
      String role,
      @Nullable Long current,
      long from,
      long to,
      long records) {}
}
