package dev.tidemark.node.service;

import dev.tidemark.node.api.JobSpec;
import dev.tidemark.node.api.WorkerState;
import dev.tidemark.node.api.WorkerView;
import dev.tidemark.node.jobs.Handover;
import dev.tidemark.node.replay.Promotion.Stand;
import dev.tidemark.topology.runtime.RunStanding;
import java.util.List;

/** What runs have come to: first whether they stand still, then where. */
final class RunStands {

  private final JobViews views;
  private final ProgressReaders progress;

  RunStands(JobViews views, ProgressReaders progress) {
    this.views = views;
    this.progress = progress;
  }

  Stand of(JobSpec spec) {
    boolean complete = isComplete(spec);
    RunStanding standing = progress.standing(spec);
    return new Stand(complete, standing.positions(), standing.closed());
  }

  /**
   * Whether there is a worker, and all that are not known to have ended are of this version and
   * stand still at their end. One that has not yet heard of it may go on.
   */
  private boolean isComplete(JobSpec spec) {
    List<WorkerView> alive =
        views.knownWorkers().stream()
            .filter(worker -> worker.job().equals(spec.name()))
            .filter(worker -> Handover.isAlive(worker.state()))
            .toList();
    return !alive.isEmpty()
        && alive.stream()
            .allMatch(
                worker ->
                    worker.state() == WorkerState.COMPLETE
                        && worker.version() == spec.version()
                        && worker.run() == spec.run());
  }
}
