package dev.tidemark.node.service;

import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.node.cluster.Membership;
import dev.tidemark.node.jobs.JobHealth;
import dev.tidemark.node.jobs.JobRegistry;
import dev.tidemark.node.jobs.JobStates;
import dev.tidemark.node.jobs.SpecChanges;
import dev.tidemark.node.jobs.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Jobs with their state, as this node sees the cluster. */
final class JobViews {

  private final String self;
  private final JobRegistry jobRegistry;
  private final Membership membership;
  private final Workers workers;

  JobViews(String self, JobRegistry jobRegistry, Membership membership, Workers workers) {
    this.self = self;
    this.jobRegistry = jobRegistry;
    this.membership = membership;
    this.workers = workers;
  }

  /** Returns all jobs by name; replays beside them are not jobs. */
  List<JobView> all() {
    List<WorkerView> live = liveWorkers();
    List<String> placeable = membership.placeable();
    return jobRegistry.jobs().values().stream()
        .filter(spec -> !spec.isShadow())
        .sorted(Comparator.comparing(JobSpec::name))
        .map(spec -> view(spec, live, placeable))
        .toList();
  }

  JobView of(JobSpec spec) {
    return view(spec, liveWorkers(), membership.placeable());
  }

  /** Returns the newest spec of a job; throws if there is no such job. */
  JobSpec spec(String name) {
    return SpecChanges.existing(name, Optional.ofNullable(jobRegistry.jobs().get(name)));
  }

  /**
   * Returns the workers on all live nodes; the state of this node's workers is newer in memory than
   * in Kafka.
   */
  List<WorkerView> liveWorkers() {
    List<WorkerView> all = new ArrayList<>(workers.views());
    membership.live().stream()
        .filter(node -> !node.id().equals(self))
        .map(NodeView::workers)
        .forEach(all::addAll);
    return all;
  }

  /** Returns the workers on all nodes that are not yet considered dead. */
  List<WorkerView> knownWorkers() {
    List<WorkerView> all = new ArrayList<>(workers.views());
    membership.workers().stream().filter(worker -> !worker.node().equals(self)).forEach(all::add);
    return all;
  }

  private static JobView view(JobSpec spec, List<WorkerView> live, List<String> placeable) {
    JobHealth health = JobStates.of(spec, live, placeable);
    return new JobView(
        spec,
        spec.applicationId(),
        health.state(),
        health.reason(),
        live.stream()
            .filter(worker -> worker.job().equals(spec.name()))
            .sorted(Comparator.comparing(WorkerView::node))
            .toList());
  }
}
