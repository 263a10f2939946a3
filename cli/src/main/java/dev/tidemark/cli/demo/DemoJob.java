package dev.tidemark.cli.demo;

import dev.tidemark.cli.local.LocalNode;
import dev.tidemark.cli.local.ProgressTotals;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OpenResources;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.query.ProgressReader;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.JobProgress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One job of the demo, running. Belongs to one thread. */
final class DemoJob {
  /**
   * All events are there before the jobs start, so a short silence proves as much as a long one.
   */
  private static final Map<String, String> PARAMETERS = Map.of("idle-after", "1s");

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration STALL_MAX = Duration.ofSeconds(90);

  private final PhysicalPlan plan;
  private final ProgressReader reader;
  private final Pause pause;

  private DemoJob(PhysicalPlan plan, ProgressReader reader, Pause pause) {
    this.plan = plan;
    this.reader = reader;
    this.pause = pause;
  }

  /** Lets a while pass, unless the job ends by itself: that is an error. */
  private interface Pause {
    void unlessEnded(String job) throws Exception;
  }

  /** Starts one of the jobs that are on the class path. */
  static DemoJob start(String name, DemoCluster cluster, OpenResources resources) throws Exception {
    PhysicalPlan plan = JobPlanner.plan(find(name), PARAMETERS);
    RunConfig config = cluster.runConfig(name);
    JobRunner runner = resources.open(() -> JobRunner.prepare(plan, config));
    runner.start();
    ProgressReader reader = resources.open(() -> ProgressReader.open(plan, config));
    return new DemoJob(plan, reader, job -> pauseUnlessEnded(job, runner));
  }

  /**
   * Submits one of these jobs to a node.
   *
   * @param jar its jar; null for the one on the class path
   */
  static DemoJob submit(
      String name, @Nullable Path jar, DemoCluster cluster, LocalNode node, OpenResources resources)
      throws Exception {
    PhysicalPlan plan = JobPlanner.plan(find(name), PARAMETERS);
    String run =
        node.submit(jar == null ? jarOf(name) : jar, name, PARAMETERS).job().applicationId();
    ProgressReader reader = resources.open(() -> ProgressReader.open(plan, cluster.runConfig(run)));
    return new DemoJob(plan, reader, job -> pauseUnlessFailed(job, node));
  }

  /** The jar that the job of this name was loaded from. */
  static Path jarOf(String name) throws URISyntaxException {
    return Path.of(
        find(name).getClass().getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  PhysicalPlan plan() {
    return plan;
  }

  /**
   * Waits until all sources are proved idle and what they complete is written.
   *
   * @return the ledger then
   */
  JobProgress awaitIdle(ProgressLine live) throws Exception {
    @Nullable ProgressTotals before = null;
    long changedAt = System.nanoTime();
    while (true) {
      JobProgress progress = reader.read();
      ProgressTotals totals = ProgressTotals.of(progress, plan);
      live.show(plan.job() + ": " + totals.line());
      boolean changed = !Objects.equals(totals, before);
      if (totals.idle() && !changed) {
        return progress;
      }
      changedAt = changed ? System.nanoTime() : changedAt;
      if (System.nanoTime() - changedAt > STALL_MAX.toNanos()) {
        throw new CommandException(
            ExitCode.FAILED,
            "%s made no progress for %d s: %s"
                .formatted(plan.job(), STALL_MAX.toSeconds(), totals.line()),
            "run it again with -v to see what holds it up");
      }
      before = totals;
      pause.unlessEnded(plan.job());
    }
  }

  private static void pauseUnlessEnded(String job, JobRunner runner)
      throws InterruptedException, ExecutionException {
    try {
      runner.ended().get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return; // as it should be
    }
    throw new CommandException(
        ExitCode.FAILED, job + " has stopped by itself", "run it again with -v to see why");
  }

  private static void pauseUnlessFailed(String job, LocalNode node) throws InterruptedException {
    Thread.sleep(LOOK_EVERY.toMillis());
    JobView view = node.client().job(job);
    if (view.state() == JobState.FAILED) {
      throw new CommandException(
          ExitCode.FAILED,
          "%s has failed: %s".formatted(job, view.reason()),
          "run it again with -v to see why");
    }
  }

  private static StreamJob find(String name) {
    for (StreamJob job : ServiceLoader.load(StreamJob.class, DemoJob.class.getClassLoader())) {
      if (job.name().equals(name)) {
        return job;
      }
    }
    throw new CommandException(
        ExitCode.INTERNAL,
        "the job '" + name + "' is not on the class path",
        "build Tidemark again: mvn package");
  }
}
