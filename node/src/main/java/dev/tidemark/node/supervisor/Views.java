package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reduces views to their essential parts. */
final class Views {
  private Views() {}

  /** Returns the view without values that change all the time. */
  static WorkerView essence(WorkerView view) {
    return new WorkerView(
        view.job(),
        view.node(),
        view.run(),
        view.version(),
        view.state(),
        view.pid(),
        view.since(),
        view.starts(),
        view.nextStartAt(),
        view.error(),
        essence(view.report()));
  }

  /** Returns whether a worker has finished the expensive part of its start. */
  static boolean isSettled(WorkerReport report) {
    return report.state() != WorkerState.STARTING;
  }

  private static @Nullable WorkerReport essence(@Nullable WorkerReport report) {
    return report == null
        ? null
        : new WorkerReport(
            report.state(),
            report.waitingFor(),
            report.tasks(),
            report.exceptions(),
            0,
            0,
            Instant.EPOCH);
  }
}
