package dev.tidemark.node.jobs;

import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.job.WorkerView;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One node's share of what the cluster has decided. */
public final class Share {

  private Share() {}

  /**
   * The jobs that should have a worker on a node now.
   *
   * @param self the node
   * @param book all jobs
   * @param current what it wanted until now: a job whose code stays is not interrupted
   * @param live the ids of the live nodes
   * @param known all workers of the nodes that are not yet removed, this one's included
   */
  public static Map<String, JobSpec> of(
      String self,
      Map<String, JobSpec> book,
      Map<String, JobSpec> current,
      Collection<String> live,
      Collection<WorkerView> known) {
    Map<String, JobSpec> wanted = new TreeMap<>();
    for (JobSpec spec : book.values()) {
      boolean here =
          spec.desiredState() != DesiredState.STOPPED
              && !changesPlaces(spec, book)
              && Placement.nodes(spec.name(), spec.settings().workers(), live).contains(self);
      if (here && mayRun(spec, current.get(spec.name()), known)) {
        wanted.put(spec.name(), spec);
      }
    }
    return wanted;
  }

  /** Returns whether a replay is taking a job's place: for a moment no worker runs for either. */
  private static boolean changesPlaces(JobSpec spec, Map<String, JobSpec> book) {
    JobSpec replay = book.get(ReplaySpec.nameOf(spec.name()));
    return replay != null
        && replay.replay() != null
        && replay.replay().phase() == ReplayPhase.SWITCHING;
  }

  private static boolean mayRun(
      JobSpec spec, @Nullable JobSpec current, Collection<WorkerView> known) {
    return (current != null && Handover.isSameCode(current, spec))
        || Handover.obstacle(spec, known).isEmpty();
  }
}
