package dev.tidemark.node.service;

import dev.tidemark.client.api.cluster.HealthView;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whether a node can take its part of the work. Pure. */
final class Readiness {

  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);
  private static final Duration BUSY_AFTER = Duration.ofSeconds(10);

  private Readiness() {}

  /**
   * Returns the health of the node.
   *
   * @param joined whether it has read the cluster's memory and joined
   * @param trouble the reason why Kafka can't be read
   * @param silence the time since Kafka accepted the last heartbeat
   * @param rival the address of another node with the same id
   * @param workers of this node
   * @param now the time of this node's clock
   */
  static HealthView of(
      boolean joined,
      Optional<String> trouble,
      Duration silence,
      Optional<String> rival,
      List<WorkerView> workers,
      Instant now) {
    List<String> reasons = new ArrayList<>();
    if (!joined) {
      reasons.add("the node has not yet joined its cluster");
    }
    trouble.ifPresent(why -> reasons.add("Kafka can't be read: " + why));
    if (joined && silence.compareTo(SILENCE_MAX) > 0) {
      reasons.add(
          "Kafka has not answered for %d s; see whether the brokers are up"
              .formatted(silence.toSeconds()));
    }
    rival.ifPresent(
        url ->
            reasons.add(
                "another node of the same id lives at %s; give one of them another node.id"
                    .formatted(url)));
    for (WorkerView worker : workers) {
      if (hasEndedBefore(worker) || isBusy(worker, now)) {
        continue;
      }
      if (worker.state() == WorkerState.STARTING) {
        reasons.add("job %s is starting".formatted(worker.job()));
      } else if (worker.state() == WorkerState.RESTORING) {
        reasons.add("job %s reads its state back".formatted(worker.job()));
      }
    }
    return new HealthView(reasons.isEmpty(), reasons);
  }

  /**
   * Returns whether a worker has ended before: one that ends again and again must not take the node
   * out of service.
   */
  private static boolean hasEndedBefore(WorkerView worker) {
    return worker.starts() > 1 && worker.error() != null;
  }

  /**
   * Returns whether a function of a worker does not return. Such a worker must not take the node
   * out of service either: a thread that is blocked in a record never reports that the last of its
   * tasks is ready, though nothing is left to restore.
   */
  private static boolean isBusy(WorkerView worker, Instant now) {
    WorkerReport report = worker.report();
    return report != null
        && report.tasks().stream().anyMatch(task -> task.state().equals("running"))
        && report.tasks().stream().allMatch(task -> task.restoreRemaining() <= 0)
        && Duration.between(worker.since(), now).compareTo(BUSY_AFTER) > 0;
  }
}
