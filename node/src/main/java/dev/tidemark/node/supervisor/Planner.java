package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.jobs.Planning;
import dev.tidemark.topology.jar.JobJar;
import dev.tidemark.topology.jar.JobJarException;
import dev.tidemark.worker.JarErrors;
import dev.tidemark.worker.PlanAnswer;
import dev.tidemark.worker.PlanOrder;
import dev.tidemark.worker.view.EngineViews;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Plans jobs in JVMs that live for one plan each, since a plan is made by the job's own code. At
 * most two at a time. Thread-safe.
 */
public final class Planner implements Planning {
  private static final String PLANNER_MAIN = "dev.tidemark.worker.PlannerMain";
  private static final int AT_ONCE = 2;
  private static final int WAITING_MAX = 16;
  private static final int HEAP_MB = 128;

  /**
   * The options of the JVM: one that makes a single plan ends before the optimizing compiler pays
   * off.
   */
  private static final List<String> OPTIONS =
      Stream.concat(ChildJvm.LOGGING.stream(), Stream.of("-XX:TieredStopAtLevel=1")).toList();

  private final NodeConfig config;
  private final Folders folders;
  private final Limits limits;
  private final Semaphore room = new Semaphore(AT_ONCE, true);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong runs = new AtomicLong();

  /**
   * Creates a planner.
   *
   * @param config of the node: the cluster that plans are compared with, and the data folder
   */
  public Planner(NodeConfig config) {
    this(config, Limits.DEFAULT);
  }

  Planner(NodeConfig config, Limits limits) {
    this.config = config;
    this.folders = new Folders(config.dataDir());
    this.limits = limits;
  }

  /**
   * Bounds.
   *
   * @param code the time for the job's own code
   * @param process the time for the whole process; then it is killed
   * @param queue the time to wait for a free place
   */
  record Limits(Duration code, Duration process, Duration queue) {
    static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(30));
  }

  @Override
  public List<JarView.JarJob> inspect(Path jar) {
    try {
      return JobJar.inspect(jar).stream().map(job -> new JarView.JarJob(job, null)).toList();
    } catch (JobJarException e) {
      throw new ApiException(422, JarErrors.of(e, jar));
    }
  }

  @Override
  public PlanView plan(Path jar, PlanRequest request) {
    takeRoom();
    try {
      return planNow(jar, request);
    } finally {
      room.release();
      asked.decrementAndGet();
    }
  }

  private void takeRoom() {
    boolean has = false;
    try {
      has =
          asked.incrementAndGet() <= AT_ONCE + WAITING_MAX
              && room.tryAcquire(limits.queue().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!has) {
      asked.decrementAndGet();
      throw ApiException.of(
          429, "too_many_plans", "too many jobs are being planned on this node", "try again");
    }
  }

  private PlanView planNow(Path jar, PlanRequest request) {
    Path temporary =
        Folders.create(folders.plannerTemporaries().resolve("p" + runs.incrementAndGet()));
    try {
      ChildJvm jvm = new ChildJvm(PLANNER_MAIN, HEAP_MB, OPTIONS, temporary);
      PlanAnswer answer = PlannerProcess.run(jvm, order(jar, request), limits.process());
      if (answer.plan() != null) {
        return answer.plan();
      }
      ApiError error = Objects.requireNonNull(answer.error());
      throw new ApiException(answer.status(), error);
    } catch (IOException e) {
      throw ApiException.of(
          503,
          "planner_not_started",
          "the job can't be planned on this node: " + e.getMessage(),
          "see the node's log, and try again");
    } finally {
      remove(temporary);
    }
  }

  private PlanOrder order(Path jar, PlanRequest request) {
    return new PlanOrder(
        jar.toAbsolutePath().toString(),
        request.jobClass(),
        request.parameters() == null ? Map.of() : request.parameters(),
        request.name(),
        config.connections(),
        limits.code().toMillis(),
        EngineViews.registration(request.register()));
  }

  private static void remove(Path temporary) {
    try {
      Folders.remove(temporary);
    } catch (UncheckedIOException e) {
      // a process that the job's code started may still write there; the next start of the node
      // removes it
    }
  }
}
