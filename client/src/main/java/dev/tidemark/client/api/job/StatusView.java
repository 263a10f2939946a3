package dev.tidemark.client.api.job;

import dev.tidemark.client.api.ErrorView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of a job without its plan: the response of {@code GET /jobs/NAME/status}.
 *
 * @param reason one line for people where the state needs one
 * @param version of the spec
 * @param deadLetters how many it makes; null while that is unknown
 * @param workers on all live nodes
 */
public record StatusView(
    String job,
    JobState state,
    @Nullable String reason,
    DesiredState desiredState,
    long version,
    int run,
    String applicationId,
    @Nullable AlertView deadLetters,
    List<Worker> workers) {
  /** One worker, without its report. */
  public record Worker(
      String node, WorkerState state, Instant since, int starts, @Nullable ErrorView error) {}

  /**
   * The status of a job.
   *
   * @param deadLetters null while that is unknown
   */
  public static StatusView of(JobView job, @Nullable AlertView deadLetters) {
    JobSpec spec = job.spec();
    return new StatusView(
        spec.name(),
        job.state(),
        job.reason(),
        spec.desiredState(),
        spec.version(),
        spec.run(),
        job.applicationId(),
        deadLetters,
        job.workers().stream().map(StatusView::worker).toList());
  }

  private static Worker worker(WorkerView worker) {
    return new Worker(
        worker.node(), worker.state(), worker.since(), worker.starts(), worker.error());
  }
}
