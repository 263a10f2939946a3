package dev.tidemark.client.api.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report of a worker on itself, sent once a second and on each change.
 *
 * @param state STARTING, RESTORING, RUNNING, PAUSED, COMPLETE or STOPPING
 * @param waitingFor what an outage makes it wait for
 * @param tasks its share of the job
 * @param exceptions the newest, at most 20, newest first
 * @param heapUsedMb of its JVM
 * @param liveThreads of its JVM
 * @param at by its clock
 */
public record WorkerReport(
    WorkerState state,
    @Nullable String waitingFor,
    List<TaskView> tasks,
    List<ExceptionView> exceptions,
    long heapUsedMb,
    int liveThreads,
    Instant at) {
  public WorkerReport {
    tasks = List.copyOf(tasks);
    exceptions = List.copyOf(exceptions);
  }
}
