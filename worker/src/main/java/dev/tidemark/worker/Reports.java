package dev.tidemark.worker;

import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.runtime.base.FailureRecord;
import dev.tidemark.runtime.base.TaskStatus;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.runtime.run.RunnerStatus;
import dev.tidemark.worker.view.EngineViews;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reports the worker's state to the node: at once when it changes, otherwise once a second. */
final class Reports {
  private static final long LOOK_MS = 200;
  private static final int ROUNDS_PER_REPORT = 5;
  private static final int MIB = 1 << 20;

  private final WorkerRun run;
  private final Outbox outbox;
  private final Secrets secrets;

  Reports(WorkerRun run, Outbox outbox, Secrets secrets) {
    this.run = run;
    this.outbox = outbox;
    this.secrets = secrets;
  }

  /** The fields whose change makes a report urgent. */
  private record State(
      WorkerState state, Optional<String> waitingFor, List<TaskStatus> tasks, int failures) {}

  /** Reports for as long as the process lives. */
  void run() {
    @Nullable State told = null;
    try {
      for (int rounds = 0; true; rounds++) {
        Optional<RunnerStatus> status = run.runner().map(JobRunner::status);
        State now = state(status);
        if (!now.equals(told) || rounds % ROUNDS_PER_REPORT == 0) {
          outbox.report(report(now, status.map(RunnerStatus::failures).orElse(List.of())));
          told = now;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private State state(Optional<RunnerStatus> status) {
    WorkerState state =
        run.isStopping()
            ? WorkerState.STOPPING
            : status.map(known -> stateOf(known.state())).orElse(WorkerState.STARTING);
    return new State(
        state,
        status.flatMap(RunnerStatus::waitingFor).or(run::waitingFor).map(secrets::mask),
        status.map(RunnerStatus::tasks).orElse(List.of()),
        status.map(known -> known.failures().size()).orElse(0));
  }

  private WorkerReport report(State state, List<FailureRecord> failures) {
    Runtime jvm = Runtime.getRuntime();
    return new WorkerReport(
        state.state(),
        state.waitingFor().orElse(null),
        state.tasks().stream().map(EngineViews::task).toList(),
        failures.stream().map(failure -> EngineViews.exception(failure, secrets::mask)).toList(),
        (jvm.totalMemory() - jvm.freeMemory()) / MIB,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        Instant.now());
  }

  private static WorkerState stateOf(JobRunner.State state) {
    return switch (state) {
      case PREPARED, STARTING -> WorkerState.STARTING;
      case RESTORING -> WorkerState.RESTORING;
      case RUNNING -> WorkerState.RUNNING;
      case PAUSED -> WorkerState.PAUSED;
      case COMPLETE -> WorkerState.COMPLETE;
      case STOPPING, STOPPED, FAILED -> WorkerState.STOPPING;
    };
  }
}
