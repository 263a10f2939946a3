package dev.tidemark.client.api.job;

import java.util.List;
import java.util.stream.Stream;

/**
 * A task of a job and where it runs: {@link TaskView} with its node.
 *
 * @param node the node whose worker has it
 * @param id Kafka Streams' task id, e.g. {@code 0_1}
 * @param partitions of what it reads, {@code TOPIC-PARTITION}
 * @param state {@code running}, {@code restoring} or {@code standby}
 * @param restoreRemaining how many changelog records are still to be read before it runs
 */
public record JobTaskView(
    String node, String id, List<String> partitions, String state, long restoreRemaining) {

  /** The tasks of a job on all nodes, as its workers said last. */
  public static List<JobTaskView> of(JobView job) {
    return job.workers().stream().flatMap(JobTaskView::of).toList();
  }

  private static Stream<JobTaskView> of(WorkerView worker) {
    WorkerReport report = worker.report();
    return report == null
        ? Stream.empty()
        : report.tasks().stream().map(task -> of(worker.node(), task));
  }

  private static JobTaskView of(String node, TaskView task) {
    return new JobTaskView(
        node, task.id(), task.partitions(), task.state(), task.restoreRemaining());
  }
}
