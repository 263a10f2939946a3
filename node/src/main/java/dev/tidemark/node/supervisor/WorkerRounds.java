package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.worker.Command;
import dev.tidemark.worker.Message;
import dev.tidemark.worker.NodeWatch;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rounds over all jobs: decides on actions and runs them. One thread owns all state; blocking
 * work runs on other threads, which report back when it is done. Thread-safe.
 */
final class WorkerRounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerRounds.class);
  private static final long ROUND_MS = 200;
  private static final long HERE_MS = TimeUnit.SECONDS.toMillis(NodeWatch.HERE_SECONDS);
  private static final long LEFT_BEHIND_MS = 15_000;
  private static final long CLOSE_SECONDS = 40;

  private final String node;
  private final WorkerStart start;
  private final Logs logs;
  private final WorkerTimeouts timeouts;
  private final StartQueue startQueue = new StartQueue();
  private final ExecutorService ends = Executors.newCachedThreadPool(Daemons.named("worker-end"));
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Daemons.named("supervisor"));
  private final Map<String, JobWorker> workers = new TreeMap<>();
  private final ChangeNotes notes = new ChangeNotes();
  private final SuspendAwareClock clock = new SuspendAwareClock(System.nanoTime());
  private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
  private long hereAt; // confined to the supervisor's thread
  private volatile Map<String, JobSpec> wanted = Map.of();
  private volatile List<WorkerView> views = List.of();
  private volatile Map<String, WorkerProcess> processes = Map.of();
  private volatile boolean closing;

  /** Starts, with workers that an earlier node has left behind. */
  WorkerRounds(
      String node,
      WorkerStart start,
      Logs logs,
      WorkerTimeouts timeouts,
      Map<String, PidFiles.LeftBehind> leftBehind) {
    this.node = node;
    this.start = start;
    this.logs = logs;
    this.timeouts = timeouts;
    leftBehind.forEach(this::takeOver);
    publish(now()); // other nodes must see all of them
    thread.scheduleWithFixedDelay(this::round, ROUND_MS, ROUND_MS, TimeUnit.MILLISECONDS);
  }

  void want(Map<String, JobSpec> jobs) {
    wanted = Map.copyOf(jobs);
    post(() -> {});
  }

  List<WorkerView> views() {
    return views;
  }

  AutoCloseable onChange(Runnable callback) {
    return notes.add(callback);
  }

  /** Returns the process of a job's worker. */
  Optional<WorkerProcess> process(String job) {
    return Optional.ofNullable(processes.get(job));
  }

  /** Runs an action while it is certain that no worker of the job, or of its replay, is running. */
  void whileWithoutWorker(String job, Runnable action) {
    String replay = ReplaySpec.nameOf(job);
    inRound(
        () -> {
          boolean hasProcess =
              workers.values().stream()
                  .filter(worker -> worker.job().equals(job) || worker.job().equals(replay))
                  .anyMatch(worker -> worker.slot().hasProcess());
          if (hasProcess) {
            throw ApiException.of(
                409,
                "job_running",
                "job " + job + " has a worker on node " + node,
                "stop it first");
          }
          action.run();
        });
  }

  /** Runs an action while no worker of the job or of its replay starts or ends. */
  void withRunsOf(String job, Consumer<Set<Integer>> action) {
    inRound(
        () ->
            action.accept(
                workers.values().stream()
                    .filter(worker -> ReplaySpec.jobOf(worker.job()).equals(job))
                    .filter(worker -> worker.slot().hasProcess())
                    .map(JobWorker::run)
                    .collect(Collectors.toSet())));
  }

  private void inRound(Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    post(
        () -> {
          try {
            action.run();
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    try {
      done.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the supervisor did not answer", e);
    }
  }

  /** Ends all workers, in parallel. Idempotent. */
  @Override
  public void close() {
    closing = true;
    post(() -> {});
    try {
      allEnded.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      processes.values().forEach(WorkerProcess::kill);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("workers={} do not end; they are left behind", processes.keySet());
      processes.values().forEach(WorkerProcess::kill);
    }
    thread.shutdownNow();
    startQueue.close();
    ends.shutdown();
  }

  private void takeOver(String job, PidFiles.LeftBehind child) {
    LOG.warn(
        "job={} pid={} was left behind by a node before; its end is awaited", job, child.pid());
    Phase leaving = new Phase.Leaving(now() + LEFT_BEHIND_MS, false, null);
    JobWorker worker = JobWorker.leftBehind(job, Slot.EMPTY.with(leaving), child, Instant.now());
    workers.put(job, worker);
    child
        .process()
        .onExit()
        .thenRunAsync(() -> ended(worker, ExitReason.reason(job, 0, Optional.empty())), ends);
  }

  private void round() {
    try {
      long now = now();
      Map<String, JobSpec> jobs = closing ? Map.of() : wanted;
      jobs.forEach((job, spec) -> workerOf(job).wanted(spec));
      for (JobWorker worker : List.copyOf(workers.values())) {
        Optional<JobSpec> spec = Optional.ofNullable(jobs.get(worker.job()));
        WorkerDecision decision = WorkerDecision.decide(worker.slot(), spec, now, timeouts);
        worker.stand(decision.slot());
        decision.actions().forEach(action -> act(worker, action));
        worker.mindSilence(now, Instant.now(), timeouts);
      }
      workers.values().removeIf(JobWorker::isGone);
      sayHere(now);
      publish(now);
      if (closing && workers.values().stream().noneMatch(worker -> worker.slot().hasProcess())) {
        allEnded.complete(null);
      }
    } catch (RuntimeException e) {
      LOG.error("a round failed; the next one tries again", e);
    }
  }

  private void sayHere(long now) {
    if (now - hereAt >= HERE_MS) {
      hereAt = now;
      workers.values().stream()
          .flatMap(worker -> worker.process().stream())
          .forEach(process -> process.tell(new Command.Here()));
    }
  }

  private JobWorker workerOf(String job) {
    return workers.computeIfAbsent(job, name -> new JobWorker(name, Slot.EMPTY, Instant.now()));
  }

  private void act(JobWorker worker, Action action) {
    if (action instanceof Action.Start begin) {
      worker.starting();
      startQueue.add(worker.job(), () -> start(worker, begin));
    } else if (action instanceof Action.Tell tell) {
      tellPaused(worker, tell.paused());
    } else if (action instanceof Action.AskToEnd) {
      worker.cancel();
      worker.child().ifPresent(child -> child.tell(new Command.Stop()));
    } else if (action instanceof Action.Kill) {
      LOG.warn("job={} its worker does not end by itself and is killed", worker.job());
      worker.cancel();
      worker.child().ifPresent(Child::kill);
    }
  }

  private static void tellPaused(JobWorker worker, boolean paused) {
    Command command = paused ? new Command.Pause() : new Command.Resume();
    if (worker.child().isPresent() && !worker.child().get().tell(command)) {
      LOG.warn("job={} its worker reads nothing; it can't be told {}", worker.job(), command);
    }
  }

  /** Starts a worker; runs on a thread that may block. */
  private void start(JobWorker worker, Action.Start begin) {
    String job = worker.job();
    if (worker.isCancelled()) {
      ended(worker, ExitReason.reason(job, 0, Optional.empty()));
      return;
    }
    try {
      WorkerProcess process = start.start(begin.spec(), logs.of(job));
      logs.of(job)
          .note(
              "worker of %s starts: version %d, process %d"
                  .formatted(begin.spec().applicationId(), begin.spec().version(), process.pid()));
      LOG.info("job={} version={} pid={} starts", job, begin.spec().version(), process.pid());
      post(() -> started(worker, process, begin));
    } catch (IOException | RuntimeException e) {
      LOG.warn("job={} its worker can't be started: {}", job, e.toString());
      ended(worker, notStarted(job, e));
    }
  }

  private void started(JobWorker worker, WorkerProcess process, Action.Start begin) {
    worker.started(process);
    worker.heard(null, now());
    process.listen(new Ear(worker), ends);
    Phase phase = worker.slot().phase();
    if (phase instanceof Phase.Leaving leaving) {
      act(worker, leaving.killed() ? new Action.Kill() : new Action.AskToEnd());
    } else if (phase instanceof Phase.Alive alive
        && alive.paused() != WorkerDecision.isPaused(begin.spec())) {
      tellPaused(worker, alive.paused());
    }
  }

  /** Cleans up after a worker; runs on a thread that may block. */
  private void ended(JobWorker worker, Message.Ended reason) {
    String job = worker.job();
    try {
      logs.of(job)
          .note(wasTold(worker, reason) ? "worker ended" : "worker ended: " + reason.text());
      logs.of(job).rest();
      start.cleanUp(job);
    } catch (RuntimeException e) {
      LOG.warn("job={} can't be cleaned up: {}", job, e.toString());
    }
    startQueue.settled(job);
    post(
        () -> {
          String why = wasTold(worker, reason) ? "as_asked" : reason.code();
          worker.ended(reason, now(), Instant.now());
          String then = worker.slot().phase().getClass().getSimpleName();
          LOG.info("job={} its worker ended: code={} then={}", job, why, then);
        });
  }

  /** Returns whether the end was requested: then it needs no reason. */
  private static boolean wasTold(JobWorker worker, Message.Ended reason) {
    return worker.isCancelled() && reason.code().equals(ExitReason.WITHOUT_A_WORD);
  }

  private void publish(long now) {
    List<WorkerView> next = new ArrayList<>();
    Map<String, WorkerProcess> alive = new TreeMap<>();
    Instant at = Instant.now();
    for (JobWorker worker : workers.values()) {
      worker.view(node, at).ifPresent(next::add);
      worker.process().ifPresent(process -> alive.put(worker.job(), process));
    }
    if (!next.stream()
        .map(Views::essence)
        .toList()
        .equals(views.stream().map(Views::essence).toList())) {
      notes.changed();
    }
    views = List.copyOf(next);
    processes = Map.copyOf(alive);
    notes.tell(now);
  }

  private void post(Runnable task) {
    try {
      thread.execute(
          () -> {
            task.run();
            round();
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("the supervisor is closed");
    }
  }

  private static Message.Ended notStarted(String job, Exception e) {
    if (e instanceof JobException known) {
      return new Message.Ended(
          known.code().name().toLowerCase(Locale.ROOT),
          String.valueOf(known.getMessage()),
          known.hint(),
          Message.Kind.LASTING);
    }
    return new Message.Ended(
        "worker_not_started",
        "the worker of job " + job + " can't be started: " + e.getMessage(),
        "see the node's log; it is tried again",
        Message.Kind.PASSING);
  }

  /** Returns the time; confined to the supervisor's thread. */
  private long now() {
    return clock.millis(System.nanoTime());
  }

  /**
   * Listens to one process. However many messages it sends, at most one task is queued for the
   * supervisor.
   */
  private final class Ear implements WorkerProcess.Listener {
    private final JobWorker worker;
    private final AtomicReference<@Nullable WorkerReport> newest = new AtomicReference<>();
    private final AtomicBoolean posted = new AtomicBoolean();

    Ear(JobWorker worker) {
      this.worker = worker;
    }

    @Override
    public void said(Message message) {
      if (message instanceof Message.Reported reported) {
        newest.set(reported.report());
        if (Views.isSettled(reported.report())) {
          startQueue.settled(worker.job());
        }
      }
      if (!posted.getAndSet(true)) {
        post(
            () -> {
              posted.set(false);
              worker.heard(newest.getAndSet(null), now());
            });
      }
    }

    @Override
    public void ended(Message.Ended reason) {
      WorkerRounds.this.ended(worker, reason);
    }
  }
}
