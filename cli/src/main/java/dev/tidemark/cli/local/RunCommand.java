package dev.tidemark.cli.local;

import dev.tidemark.cli.option.ClusterOptions;
import dev.tidemark.cli.option.DurationConverter;
import dev.tidemark.cli.option.JobArguments;
import dev.tidemark.cli.option.JobArguments.LoadedJob;
import dev.tidemark.cli.option.LowerCaseEnum;
import dev.tidemark.cli.option.Settings;
import dev.tidemark.cli.option.StateFolder;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OpenResources;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.api.job.Registering;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.worker.view.EngineViews;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a job in this JVM. */
@Command(
    name = "run",
    header = "Run a job in this JVM against any cluster, until Ctrl-C or SIGTERM.",
    description = {
      "It stops after a commit and leaves its consumer group. Start it in several places to spread the work.",
    },
    footer = {
      "",
      "Example:",
      "  tidemark run revenue.jar --bootstrap-server localhost:9092 --threads 4"
    })
public final class RunCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobArguments job = new JobArguments();
  @Mixin ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--threads",
      paramLabel = "N",
      order = 20,
      description = "How many threads process (default: 1).")
  @Nullable Integer threads;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      order = 21,
      description =
          "The folder of the local state (default: $XDG_STATE_HOME or ~/.local/state, then tidemark/ID/worker-N).")
  @Nullable Path stateDir;

  @Option(
      names = "--commit-interval",
      paramLabel = "DURATION",
      order = 22,
      converter = DurationConverter.class,
      description = "How often results are committed, e.g. 200ms or 1s (default: 200ms).")
  @Nullable Duration commitInterval;

  @Option(
      names = "--register",
      paramLabel = "WHEN",
      order = 24,
      converter = LowerCaseEnum.Register.class,
      completionCandidates = LowerCaseEnum.Register.class,
      description =
          "Whether schemas of what it writes are registered: never, or compatible if the subject allows it (default: never).")
  Registering register = Registering.NEVER;

  @Option(
      names = "--until-idle",
      order = 23,
      description =
          "Leave with exit code 0 when all sources are proved idle and all windows that they complete are written.")
  boolean untilIdle;

  public RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenResources resources = new OpenResources()) {
      StopSignals.close(resources, ExitCode.OK, terminal);
      LoadedJob loaded = resources.open(job::load);
      PhysicalPlan plan = loaded.plan();
      if (untilIdle) {
        RunningJob.requireIdleness(plan);
      }
      Settings settings = settings();
      String applicationId = settings.applicationId(plan.job());
      StateFolder folder =
          resources.open(
              () -> StateFolder.take(settings.stateDir(), applicationId, terminal.environment()));
      RunConfig config =
          settings
              .runConfig(plan.job(), folder.path())
              .withRegistration(EngineViews.registration(register));
      JobRunner runner = resources.open(() -> JobRunner.prepare(plan, config));
      try (ProgressLine live = new ProgressLine(terminal)) {
        new RunningJob(plan, config, runner, resources).watch(live, untilIdle);
      }
    }
    return ExitCode.OK.number();
  }

  private Settings settings() {
    return cluster
        .settings(terminal)
        .with(Settings.THREADS, threads == null ? null : threads.toString())
        .with(Settings.STATE_DIR, stateDir == null ? null : stateDir.toString())
        .with(
            Settings.COMMIT_INTERVAL_MS,
            commitInterval == null ? null : Long.toString(commitInterval.toMillis()));
  }
}
