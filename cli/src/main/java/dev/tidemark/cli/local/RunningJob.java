package dev.tidemark.cli.local;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OpenResources;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.query.ProgressReader;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.runtime.run.JobRunner.State;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts a prepared job and shows how it fares. */
final class RunningJob {
  private static final long WATCH_EVERY_MS = 500;

  private final PhysicalPlan plan;
  private final RunConfig config;
  private final JobRunner runner;
  private final OpenResources resources;

  RunningJob(PhysicalPlan plan, RunConfig config, JobRunner runner, OpenResources resources) {
    this.plan = plan;
    this.config = config;
    this.runner = runner;
    this.resources = resources;
  }

  /** Refuses a job of which it can never be proved that nothing more comes. */
  static void requireIdleness(PhysicalPlan plan) {
    for (Node.Source source : plan.sources()) {
      if (!provesIdleness(source)) {
        throw new CommandException(
            ExitCode.USAGE,
            "--until-idle can't be used: the source '%s' declares no idleAfter"
                .formatted(source.topic()),
            "state eventTime(..., outOfOrderBy(...).idleAfter(...)) in the job");
      }
    }
  }

  /** Shows changes until the job ends, or until it is idle if that is wanted. */
  void watch(ProgressLine live, boolean untilIdle) throws Exception {
    live.show("starting " + plan.job());
    runner.start();
    boolean showsNumbers = live.isLive() || untilIdle;
    ProgressReader reader =
        showsNumbers ? resources.open(() -> ProgressReader.open(plan, config)) : null;
    State shown = State.PREPARED;
    ProgressTotals before = null;
    while (!endsWithin(WATCH_EVERY_MS)) {
      State state = runner.state();
      if (state != shown) {
        live.print(describe(state));
        shown = state;
      }
      if (reader == null || state != State.RUNNING) {
        continue;
      }
      ProgressTotals totals = ProgressTotals.of(reader.read(), plan);
      live.show(totals.line());
      if (untilIdle && totals.idle() && Objects.equals(totals, before)) {
        live.print(plan.job() + " is idle: " + totals.line());
        return;
      }
      before = totals;
    }
  }

  private String describe(State state) {
    return state == State.RUNNING
        ? "%s is running as '%s' on %s, %d thread%s (Ctrl-C stops it)"
            .formatted(
                plan.job(),
                config.applicationId(),
                config.bootstrapServers(),
                config.threads(),
                config.threads() == 1 ? "" : "s")
        : plan.job() + " is " + state.name().toLowerCase(Locale.ROOT);
  }

  private boolean endsWithin(long millis) throws InterruptedException, ExecutionException {
    try {
      runner.ended().get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static boolean provesIdleness(Node.Source source) {
    return source.eventTime().filter(time -> time.idleAfterMs().isPresent()).isPresent();
  }
}
