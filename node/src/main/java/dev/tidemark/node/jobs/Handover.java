package dev.tidemark.node.jobs;

import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * The rule for when a worker of new code may start. Two plans in one consumer group would be given
 * each other's tasks, and two runs would write each other's results; so the old workers end on all
 * nodes before the first new one starts.
 */
public final class Handover {

  private Handover() {}

  /**
   * Returns whether both are processed by the same code, from and to the same ends, so that one may
   * follow the other node by node.
   */
  public static boolean isSameCode(JobSpec one, JobSpec other) {
    return one.run() == other.run()
        && one.jar().equals(other.jar())
        && one.jobClass().equals(other.jobClass())
        && one.parameters().equals(other.parameters())
        && Objects.equals(one.scope(), other.scope());
  }

  /**
   * The worker that has to end before one of this spec may start, if there is one. One of a later
   * version is an obstacle, too: then it is this spec that is old, and the newest is about to be
   * read. A replay and its job have runs of their own and don't block each other; but a job that
   * continues as its former replay waits for the replay's workers, which are of the same run.
   *
   * @param known all workers of the nodes that are not yet removed, this one's included
   */
  public static Optional<WorkerView> obstacle(JobSpec spec, Collection<WorkerView> known) {
    return known.stream()
        .filter(worker -> isInTheWay(spec, worker))
        .filter(worker -> isAlive(worker.state()))
        .min(Comparator.comparing(WorkerView::node));
  }

  private static boolean isInTheWay(JobSpec spec, WorkerView worker) {
    return worker.job().equals(spec.name())
        ? worker.run() != spec.run() || worker.version() != spec.version()
        : worker.run() == spec.run() && ReplaySpec.jobOf(worker.job()).equals(spec.job());
  }

  /** Returns whether a worker has a process, or is about to. */
  public static boolean isAlive(WorkerState state) {
    return switch (state) {
      case STARTING, RESTORING, RUNNING, PAUSED, COMPLETE, STOPPING -> true;
      case STOPPED, BACKING_OFF, FAILED -> false;
    };
  }
}
