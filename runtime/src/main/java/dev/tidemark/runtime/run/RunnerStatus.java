package dev.tidemark.runtime.run;

import dev.tidemark.runtime.base.FailureRecord;
import dev.tidemark.runtime.base.TaskStatus;
import java.util.List;
import java.util.Optional;

/**
 * The status of a run, as this process sees it.
 *
 * @param state of the run here
 * @param waitingFor what an outage makes it wait for
 * @param tasks its share of the job, by id; active tasks before standbys
 * @param failures newest first, at most {@link #FAILURES_MAX}
 */
public record RunnerStatus(
    JobRunner.State state,
    Optional<String> waitingFor,
    List<TaskStatus> tasks,
    List<FailureRecord> failures) {
  /** The maximum number of different failures that are kept. */
  public static final int FAILURES_MAX = 20;

  public RunnerStatus {
    tasks = List.copyOf(tasks);
    failures = List.copyOf(failures);
  }
}
