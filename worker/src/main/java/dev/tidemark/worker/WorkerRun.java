package dev.tidemark.worker;

import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.jar.JobJar;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.worker.Message.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a job in this process, from the order to the end of the JVM. Whatever the job's code
 * does, in the end the JVM is halted: threads that it left running keep nothing alive.
 */
final class WorkerRun {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerRun.class);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final long LAST_MESSAGE_MS = 1_000;
  private static final int FAILED = 1;

  private final LaunchOrder order;
  private final Outbox outbox;
  private final Secrets secrets;
  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable JobRunner runner;
  private boolean paused;
  private boolean stopping;
  private volatile @Nullable String waitingFor;
  private volatile Optional<Message.Ended> lastMessage = Optional.empty();

  WorkerRun(LaunchOrder order, Outbox outbox) {
    this.order = order;
    this.outbox = outbox;
    this.paused = order.paused();
    this.secrets = Secrets.of(order.run().connections());
  }

  /** Runs the job; does not return. */
  void run(JsonLines.Reader lines) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::exited, "exit"));
    Signals.handle(() -> daemon("terminated", this::terminated));
    daemon("reports", new Reports(this, outbox, secrets)::run);
    NodeWatch watch = new NodeWatch();
    daemon("commands", new Commands(this, outbox, lines, watch)::run);
    daemon("node-watch", () -> watch.run(() -> abandoned("sends nothing any more")));
    try {
      JobLock lock = JobLock.take(Path.of(order.lockFile()), this::waitsForLock);
      waitingFor = null;
      JobRunner prepared = prepare();
      if (adopt(prepared)) {
        prepared.ended().join();
      }
      LOG.debug("job={} lock held={}", order.job(), lock.isHeld());
      end(lastMessage);
    } catch (Throwable e) { // whatever it is, the node should get it before this process ends
      fail(e);
    }
  }

  LaunchOrder order() {
    return order;
  }

  /** Returns the run, once it is prepared. */
  synchronized Optional<JobRunner> runner() {
    return Optional.ofNullable(runner);
  }

  /** Returns what the start waits for. */
  Optional<String> waitingFor() {
    return Optional.ofNullable(waitingFor);
  }

  synchronized boolean isStopping() {
    return stopping;
  }

  synchronized void pause(boolean pause) {
    paused = pause;
    if (runner == null) {
      return;
    }
    if (pause) {
      runner.pause();
    } else {
      runner.resume();
    }
  }

  /** Commits, leaves the group and ends the JVM. Blocks. */
  void stop() {
    stop(STOP_LIMIT);
  }

  /** Stops after the node is gone, or unresponsive. Blocks. */
  void abandoned(String how) {
    LOG.warn("job={} its node {}; it stops", order.job(), how);
    stop(END_LIMIT);
  }

  /** Stops on a signal of another process. */
  private void terminated() {
    if (!isStopping()) {
      lastMessage =
          Optional.of(
              new Message.Ended(
                  "worker_terminated",
                  "the worker of job " + order.job() + " was asked to end from outside (SIGTERM)",
                  "find out by whom; it is started again",
                  Kind.PASSING));
    }
    stop(END_LIMIT);
  }

  private void stop(Duration limit) {
    Optional<JobRunner> running;
    synchronized (this) {
      stopping = true;
      running = Optional.ofNullable(runner);
    }
    daemon("deadline", () -> haltAfter(limit));
    if (running.isEmpty()) {
      end(lastMessage); // nothing was consumed yet
      return;
    }
    running.get().close(limit);
    end(lastMessage);
  }

  private JobRunner prepare() {
    // stays open: the job's classes are loaded as they are needed
    JobJar jar = JobJar.open(Path.of(order.jar()));
    PhysicalPlan plan =
        JobPlanner.plan(jar.job(order.jobClass()), order.parameters(), Optional.of(order.job()));
    return JobRunner.prepareSubmitted(plan, order.run());
  }

  /** Starts the run, unless the worker has been told to stop meanwhile. */
  private synchronized boolean adopt(JobRunner prepared) {
    if (stopping) {
      return false;
    }
    runner = prepared;
    if (paused) {
      prepared.pause();
    }
    prepared.start();
    return true;
  }

  private void waitsForLock() {
    waitingFor = "the end of the worker before it";
    LOG.info("job={} waits for the end of the worker before it", order.job());
  }

  private void fail(Throwable thrown) {
    if (isStopping()) {
      end(lastMessage);
      return;
    }
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    System.err.print(secrets.mask(text.toString()));
    Message.Ended reason = ShutdownReason.of(thrown, order);
    end(
        Optional.of(
            new Message.Ended(
                reason.code(),
                secrets.mask(reason.text()),
                secrets.mask(reason.hint()),
                reason.kind())));
  }

  /**
   * Handles an end of the JVM that {@link #end} did not cause: the job's code has called for it, or
   * a signal.
   */
  private void exited() {
    Optional<String> caller = ExitCaller.find();
    if (caller.isEmpty()) {
      terminated();
      return;
    }
    end(
        Optional.of(
            new Message.Ended(
                "job_exited",
                "the code of job " + order.job() + " ended the JVM: " + caller.get(),
                "let it throw an exception instead of calling System.exit",
                Kind.PASSING)));
  }

  private void end(Optional<Message.Ended> reason) {
    if (ended.getAndSet(true)) {
      awaitHalt();
    }
    reason.ifPresent(outbox::send);
    halt(reason.isPresent() ? FAILED : 0);
  }

  /**
   * Blocks while another thread sends the final message and halts the JVM. Returning early could
   * end the JVM before that message is sent: this may be the last thread that keeps the JVM up, or
   * the exit hook that it waits for.
   */
  private static void awaitHalt() {
    while (true) {
      LockSupport.park();
    }
  }

  /** Halts after a limit, with the reason, even if the job does not stop by itself. */
  private void haltAfter(Duration limit) {
    try {
      TimeUnit.MILLISECONDS.sleep(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.println("the worker did not stop within " + limit.toSeconds() + " s; it is halted");
    Thread word = daemon("last-word", () -> lastMessage.ifPresent(outbox::send));
    try {
      word.join(LAST_MESSAGE_MS); // the node may have stopped reading
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    halt(FAILED);
  }

  private static void halt(int exitCode) {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    System.err.flush();
    Runtime.getRuntime().halt(exitCode);
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, "worker-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
