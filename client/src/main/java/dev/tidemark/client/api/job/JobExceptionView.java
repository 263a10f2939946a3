package dev.tidemark.client.api.job;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An exception that a worker of a job met: {@link ExceptionView} with its node.
 *
 * @param node where
 * @param at when it was last met
 * @param count how often it was met since the worker started
 * @param summary its class and message, one line; no record contents
 * @param stackTrace of the job's code, cut after 8,000 characters
 */
public record JobExceptionView(
    String node, Instant at, String thread, long count, String summary, String stackTrace) {

  /** The exceptions of a job on all nodes, newest first. */
  public static List<JobExceptionView> of(JobView job) {
    return job.workers().stream()
        .flatMap(JobExceptionView::of)
        .sorted(Comparator.comparing(JobExceptionView::at).reversed())
        .toList();
  }

  private static Stream<JobExceptionView> of(WorkerView worker) {
    WorkerReport report = worker.report();
    return report == null
        ? Stream.empty()
        : report.exceptions().stream().map(met -> of(worker.node(), met));
  }

  private static JobExceptionView of(String node, ExceptionView met) {
    return new JobExceptionView(
        node, met.at(), met.thread(), met.count(), met.summary(), met.stackTrace());
  }
}
