package dev.tidemark.node.service;

import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the cluster's state that events report, at one moment.
 *
 * @param jobs by name
 * @param nodes by id, without their workers
 */
record ClusterSnapshot(Map<String, JobView> jobs, Map<String, NodeView> nodes) {

  static final ClusterSnapshot NOTHING = new ClusterSnapshot(Map.of(), Map.of());

  /** One difference between two snapshots. */
  record Difference(String type, String subject, Object data) {}

  /**
   * The data of a state event.
   *
   * @param from null if it is new
   */
  record StateChange(@Nullable String from, String to, @Nullable String reason) {}

  /** The data of a worker event. */
  record WorkerChange(
      String node, @Nullable WorkerState from, WorkerState to, int run, long version) {}

  /** The data of a spec event: the client and the changed settings, without the plan. */
  record SpecChange(
      long version, int run, String jar, String desiredState, int restarts, String changedBy) {
    static SpecChange of(JobSpec spec) {
      return new SpecChange(
          spec.version(),
          spec.run(),
          spec.jar(),
          spec.desiredState().name(),
          spec.restarts(),
          spec.changed().by());
    }
  }

  static ClusterSnapshot of(List<JobView> jobs, List<NodeView> nodes) {
    Map<String, JobView> byName = new TreeMap<>();
    jobs.forEach(job -> byName.put(job.spec().name(), job));
    Map<String, NodeView> byId = new TreeMap<>();
    nodes.forEach(node -> byId.put(node.id(), withoutWorkers(node)));
    return new ClusterSnapshot(byName, byId);
  }

  /** Returns the differences from an earlier snapshot: nodes first, then jobs, then removals. */
  List<Difference> differences(ClusterSnapshot before) {
    List<Difference> differences = new ArrayList<>();
    nodes.forEach(
        (id, node) -> {
          NodeView old = before.nodes.get(id);
          if (old == null || !old.startedAt().equals(node.startedAt())) {
            differences.add(new Difference("node.joined", id, node));
          }
        });
    before.nodes.forEach(
        (id, node) -> {
          if (!nodes.containsKey(id)) {
            differences.add(new Difference("node.left", id, node));
          }
        });
    jobs.forEach((name, job) -> job(differences, name, before.jobs.get(name), job));
    before.jobs.forEach(
        (name, job) -> {
          if (!jobs.containsKey(name)) {
            differences.add(new Difference("job.deleted", name, SpecChange.of(job.spec())));
          }
        });
    return differences;
  }

  private static void job(
      List<Difference> differences, String name, @Nullable JobView old, JobView now) {
    if (old == null) {
      differences.add(new Difference("job.created", name, SpecChange.of(now.spec())));
    } else if (old.spec().version() != now.spec().version()
        || old.spec().run() != now.spec().run()) {
      differences.add(new Difference("job.changed", name, SpecChange.of(now.spec())));
    }
    if (old == null || old.state() != now.state() || !Objects.equals(old.reason(), now.reason())) {
      String from = old == null ? null : old.state().name();
      differences.add(
          new Difference(
              "job.state", name, new StateChange(from, now.state().name(), now.reason())));
    }
    Map<String, WorkerView> workersBefore = new TreeMap<>();
    if (old != null) {
      old.workers().forEach(worker -> workersBefore.put(worker.node(), worker));
    }
    for (WorkerView worker : now.workers()) {
      WorkerView before = workersBefore.get(worker.node());
      if (before == null || before.state() != worker.state()) {
        differences.add(
            new Difference(
                "worker.state",
                name,
                new WorkerChange(
                    worker.node(),
                    before == null ? null : before.state(),
                    worker.state(),
                    worker.run(),
                    worker.version())));
      }
    }
  }

  private static NodeView withoutWorkers(NodeView node) {
    return new NodeView(
        node.id(),
        node.url(),
        node.version(),
        node.startedAt(),
        node.at(),
        node.leaving(),
        List.of());
  }
}
