package dev.tidemark.cli.replay;

import dev.tidemark.cli.option.JobArguments.LoadedJob;
import dev.tidemark.cli.option.JobOptions;
import dev.tidemark.cli.option.Settings;
import dev.tidemark.cli.option.StateFolder;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OpenResources;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.base.StoredScope;
import dev.tidemark.runtime.preflight.RunGroups;
import dev.tidemark.runtime.replay.ReplayPlan;
import dev.tidemark.runtime.replay.ReplayRequest;
import dev.tidemark.runtime.replay.ReplayStarts;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.explain.Explanation;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.worker.view.EngineViews;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Replays a job that {@code tidemark run} runs, in this process: as another run, after the one
 * before was proved to have no process, until it reaches the current end of the log.
 */
final class StandaloneReplay {
  private static final long WATCH_EVERY_MS = 500;

  private final Terminal terminal;
  private final ReplayCommand asked;

  StandaloneReplay(Terminal terminal, ReplayCommand asked) {
    this.terminal = terminal;
    this.asked = asked;
  }

  int run(Path jar) throws Exception {
    if (asked.jar != null) {
      throw new CommandException(
          ExitCode.USAGE,
          "--jar is for jobs of a cluster",
          "name the jar that is to be replayed in the place of NAME");
    }
    JobOptions options = new JobOptions();
    options.className = asked.choice.className;
    options.parameters = asked.choice.parameters;
    try (OpenResources resources = new OpenResources()) {
      StopSignals.close(resources, ExitCode.OK, terminal);
      LoadedJob loaded = resources.open(() -> options.load(jar));
      return replay(jar, loaded.plan(), resources);
    }
  }

  private int replay(Path jar, PhysicalPlan plan, OpenResources resources) throws Exception {
    Settings settings = asked.standalone.cluster.settings(terminal);
    RunConfig before =
        settings.runConfig(
            plan.job(),
            StateFolder.root(settings.applicationId(plan.job()), terminal.environment()));
    RunGroups.requireEmpty(before);
    String next = RunGroups.next(before, plan);
    ReplayPlan planned = plan(before, plan, next);
    lines(planned, before, next).forEach(terminal.err()::println);
    if (asked.dryRun) {
      return ExitCode.OK.number();
    }
    confirm(plan, next);
    StateFolder folder =
        resources.open(() -> StateFolder.take(settings.stateDir(), next, terminal.environment()));
    RunConfig config =
        settings
            .with(Map.of(Settings.APPLICATION_ID, next))
            .runConfig(plan.job(), folder.path())
            .withScope(scope(planned));
    StoredScope.keep(config);
    JobRunner runner = resources.open(() -> JobRunner.prepare(plan, config));
    try (ProgressLine live = new ProgressLine(terminal)) {
      watch(runner, live, next);
    }
    terminal.out().println(next);
    if (asked.inPlace) {
      terminal
          .err()
          .println("continue with: tidemark run %s --application-id %s".formatted(jar, next));
    }
    return ExitCode.OK.number();
  }

  private ReplayPlan plan(RunConfig before, PhysicalPlan plan, String next) {
    Map<String, List<Integer>> topics = asked.point.chosen();
    String suffix =
        asked.inPlace
            ? ""
            : asked.shadow == null || asked.shadow.isEmpty()
                ? RunGroups.shadowSuffix(
                    Integer.parseInt(next.substring(next.lastIndexOf(".r") + 2)))
                : asked.shadow;
    return ReplayStarts.plan(
        before,
        Explanation.json(plan),
        Explanation.json(plan),
        new ReplayRequest(
            EngineViews.point(asked.point.from(terminal)),
            Objects.requireNonNullElse(topics, Map.of()),
            asked.point.until(terminal),
            suffix),
        InstantSource.system());
  }

  private static List<String> lines(ReplayPlan plan, RunConfig before, String next) {
    TextTable table = new TextTable("TOPIC", "PARTITION", "CURRENT", "FROM", "TO", "RECORDS");
    for (ReplayPlan.Partition each : plan.partitions()) {
      table.row(
          each.topic(),
          each.partition(),
          each.current() == null ? "-" : each.current(),
          each.from(),
          each.to(),
          each.records());
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Replay of run %s as run %s: %s"
            .formatted(before.applicationId(), next, Formatting.count(plan.records(), "record")));
    lines.addAll(table.lines());
    lines.add("state: " + String.join(", ", plan.stores()));
    new TreeMap<>(plan.outputs()).values().forEach(topic -> lines.add("output: " + topic));
    plan.warnings()
        .forEach(
            each -> {
              lines.add("note: " + Formatting.harmless(each.text()));
              lines.add("hint: " + Formatting.harmless(each.hint()));
            });
    return lines;
  }

  private void confirm(PhysicalPlan plan, String next) {
    if (asked.inPlace) {
      asked.confirmation.requireName(
          terminal,
          List.of("run %s writes to the topics of job '%s' again".formatted(next, plan.job())),
          plan.job());
    } else {
      asked.confirmation.require(terminal, List.of("run %s begins".formatted(next)));
    }
  }

  /** Returns the scope that ends at the current end of the log, so that this process ends. */
  private static ReplayScope scope(ReplayPlan plan) {
    Map<String, Map<Integer, Long>> until = new TreeMap<>();
    plan.partitions().stream()
        .filter(partition -> !partition.table())
        .forEach(
            partition ->
                until
                    .computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                    .put(partition.partition(), Math.max(partition.from(), partition.to())));
    return plan.scope().withUntil(until);
  }

  private static void watch(JobRunner runner, ProgressLine live, String run)
      throws InterruptedException, ExecutionException {
    live.show("starting " + run);
    runner.start();
    JobRunner.State shown = JobRunner.State.PREPARED;
    while (shown != JobRunner.State.COMPLETE) {
      if (endsWithin(runner, WATCH_EVERY_MS)) {
        return;
      }
      JobRunner.State state = runner.state();
      if (state != shown) {
        live.show(run + " is " + state.name().toLowerCase(Locale.ROOT));
        shown = state;
      }
    }
    live.print(run + " has come to its end");
  }

  private static boolean endsWithin(JobRunner runner, long millis)
      throws InterruptedException, ExecutionException {
    try {
      runner.ended().get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
