package dev.tidemark.node.service;

import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.node.jobs.Handover;
import dev.tidemark.node.replay.Promotion.Stand;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.preflight.RunGroups;
import dev.tidemark.topology.progress.RunPosition;
import java.util.List;

/** Reads a run's committed position once the run has stopped. */
final class RunPositions {

  private final JobViews views;
  private final ProgressReaders progress;
  private final Runs runs;

  RunPositions(JobViews views, ProgressReaders progress, Runs runs) {
    this.views = views;
    this.progress = progress;
    this.runs = runs;
  }

  Stand of(JobSpec spec) {
    List<WorkerView> alive = alive(spec);
    boolean complete = isComplete(spec, alive);
    boolean ended = alive.isEmpty() && hasEmptyGroup(spec);
    RunPosition position = progress.position(spec);
    return new Stand(complete, ended, position.positions(), position.closed());
  }

  private List<WorkerView> alive(JobSpec spec) {
    return views.knownWorkers().stream()
        .filter(worker -> worker.job().equals(spec.name()))
        .filter(worker -> Handover.isAlive(worker.state()))
        .toList();
  }

  /**
   * Returns whether the group of a run is empty. A process outside the consumer group cannot
   * commit, even one that no node knows.
   */
  private boolean hasEmptyGroup(JobSpec spec) {
    try {
      RunGroups.requireEmpty(runs.config(spec.applicationId()));
      return true;
    } catch (JobException e) {
      if (e.code() == JobException.Code.STATE_MISMATCH) {
        return false;
      }
      throw Errors.of(e);
    }
  }

  /**
   * Returns whether there is a worker, and all workers that are not known to have ended run this
   * version and have stopped at their end. A worker that has not yet received the version may
   * continue.
   */
  private static boolean isComplete(JobSpec spec, List<WorkerView> alive) {
    return !alive.isEmpty()
        && alive.stream()
            .allMatch(
                worker ->
                    worker.state() == WorkerState.COMPLETE
                        && worker.version() == spec.version()
                        && worker.run() == spec.run());
  }
}
