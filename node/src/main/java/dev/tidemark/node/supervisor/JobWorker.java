package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.worker.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The supervisor's state of the worker of one job. Confined to the supervisor's thread. */
final class JobWorker {
  private final String job;
  private Slot slot;
  private @Nullable Child child;
  private volatile boolean cancelled;
  private @Nullable JobSpec spec;
  private int run;
  private long version;
  private @Nullable WorkerReport report;
  private @Nullable ErrorView ended;
  private @Nullable ErrorView hangs;
  private @Nullable Instant nextStartAt;
  private WorkerState state = WorkerState.STARTING;
  private Instant since;

  JobWorker(String job, Slot slot, Instant now) {
    this.job = job;
    this.slot = slot;
    this.since = now;
  }

  /** Returns a worker that an earlier node has left behind. */
  static JobWorker leftBehind(String job, Slot slot, PidFiles.LeftBehind child, Instant now) {
    JobWorker worker = new JobWorker(job, slot, now);
    worker.child = child;
    worker.run = child.run();
    worker.version = child.version();
    return worker;
  }

  String job() {
    return job;
  }

  /** Returns the run of the newest process. */
  int run() {
    return run;
  }

  Slot slot() {
    return slot;
  }

  void stand(Slot next) {
    slot = next;
    if (next.phase() instanceof Phase.Alive alive) {
      run = alive.launch().run();
      version = alive.version();
    }
  }

  /** Returns whether there is no state to keep. */
  boolean isGone() {
    return slot.phase() instanceof Phase.Empty;
  }

  Optional<Child> child() {
    return Optional.ofNullable(child);
  }

  Optional<WorkerProcess> process() {
    return child instanceof WorkerProcess process ? Optional.of(process) : Optional.empty();
  }

  /** Records that another process is being started. */
  void starting() {
    report = null;
    nextStartAt = null;
    cancelled = false;
  }

  /** Records that the process that is being started is not needed any more. */
  void cancel() {
    cancelled = true;
  }

  /** Returns whether the start was cancelled; for any thread. */
  boolean isCancelled() {
    return cancelled;
  }

  void started(Child process) {
    child = process;
  }

  void wanted(JobSpec newest) {
    spec = newest;
  }

  void heard(@Nullable WorkerReport newest, long nowMs) {
    if (newest != null) {
      report = newest;
    }
    slot = WorkerDecision.heard(slot, slot.starts(), nowMs);
  }

  /** Records that the process has ended, or could not be started. */
  void ended(Message.Ended reason, long nowMs, Instant now) {
    if (!(slot.phase() instanceof Phase.Leaving leaving)) {
      ended = new ErrorView(reason.code(), reason.text(), reason.hint(), now);
    } else if (leaving.hung() != null && hangs != null) {
      ended = hangs; // it was killed for that
    }
    hangs = null;
    slot = WorkerDecision.ended(slot, slot.starts(), reason.kind(), nowMs);
    child = null;
    report = null;
    if (slot.phase() instanceof Phase.BackingOff pause) {
      nextStartAt = now.plusMillis(pause.until() - nowMs);
    }
  }

  /** Shows an error in the view while a process is silent. */
  void mindSilence(long nowMs, Instant now, WorkerTimeouts timeouts) {
    if (WorkerDecision.isSilent(slot, nowMs, timeouts)) {
      hangs = hangs == null ? hanging(now, timeouts) : hangs;
    } else if (slot.phase() instanceof Phase.Alive) {
      hangs = null;
    }
  }

  /**
   * Returns the view for other nodes; empty if the node should have no worker. A process that still
   * runs is shown with its own spec, not with the one that comes next: other nodes wait for its
   * end.
   */
  Optional<WorkerView> view(String node, Instant now) {
    WorkerState next = currentState();
    if (next != state) {
      state = next;
      since = now;
    }
    if (slot.hasProcess()) {
      return Optional.of(view(node, run, version));
    }
    return Optional.ofNullable(spec).map(known -> view(node, known.run(), known.version()));
  }

  private WorkerView view(String node, int shownRun, long shownVersion) {
    boolean alive = slot.phase() instanceof Phase.Alive;
    return new WorkerView(
        job,
        node,
        shownRun,
        shownVersion,
        state,
        child == null ? 0 : child.pid(),
        since,
        slot.starts(),
        alive ? null : nextStartAt,
        hangs != null ? hangs : ended,
        report);
  }

  private WorkerState currentState() {
    Phase phase = slot.phase();
    if (phase instanceof Phase.BackingOff) {
      return WorkerState.BACKING_OFF;
    }
    if (phase instanceof Phase.Failed) {
      return WorkerState.FAILED;
    }
    if (phase instanceof Phase.Leaving) {
      return WorkerState.STOPPING;
    }
    if (phase instanceof Phase.Empty) {
      return WorkerState.STOPPED;
    }
    return report == null ? WorkerState.STARTING : report.state();
  }

  private ErrorView hanging(Instant now, WorkerTimeouts timeouts) {
    return new ErrorView(
        "worker_hanging",
        "the worker of job %s has sent nothing for %d s"
            .formatted(job, Duration.ofMillis(timeouts.silentMs()).toSeconds()),
        "if it stays silent, it is killed after %d s and started again"
            .formatted(Duration.ofMillis(timeouts.hungMs()).toSeconds()),
        now);
  }
}
