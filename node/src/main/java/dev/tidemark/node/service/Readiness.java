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

/** Whether a node can take its part of the work. Pure. */
final class Readiness {

  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);
  private static final Duration BUSY_AFTER = Duration.ofSeconds(10);

  private Readiness() {}

  /**
   * Whether it is ready.
   *
   * @param joined whether it has read the cluster's memory and joined
   * @param trouble why Kafka can't be read
   * @param silence how long ago Kafka took a sign of life
   * @param rival where another node of the same id lives
   * @param workers here
   * @param now by the clock of this node
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

  /** One that ends again and again must not make others avoid the node. */
  private static boolean hasEndedBefore(WorkerView worker) {
    return worker.starts() > 1 && worker.error() != null;
  }

  /**
   * Nor one whose function does not return: a thread that is kept by a record never comes to tell
   * that the last of its tasks is ready, though there is nothing left to read back.
   */
  private static boolean isBusy(WorkerView worker, Instant now) {
    WorkerReport report = worker.report();
    return report != null
        && report.tasks().stream().anyMatch(task -> task.state().equals("running"))
        && report.tasks().stream().allMatch(task -> task.restoreRemaining() <= 0)
        && Duration.between(worker.since(), now).compareTo(BUSY_AFTER) > 0;
  }
}
