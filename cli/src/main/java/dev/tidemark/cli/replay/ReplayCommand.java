package dev.tidemark.cli.replay;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JarUpload;
import dev.tidemark.cli.option.JarUpload.Uploaded;
import dev.tidemark.cli.option.LiveNames;
import dev.tidemark.cli.option.WaitOption;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.Confirmation;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.replay.ReplayPlanView;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.client.api.replay.ReplayStartView;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a job's history again. */
@Command(
    name = "replay",
    abbreviateSynopsis = true,
    synopsisSubcommandLabel = "[status|cancel|promote|diff]",
    header = "Run a job's history again, beside it or in its place.",
    description = {
      "In the shadow (default) another run writes to topics of its own while the job continues: compare them with "
          + "'replay diff', then let it take the job's place with 'replay promote', or end it with 'replay cancel'. In "
          + "place the job itself begins again, and its readers see results again. What will be done is printed first.",
    },
    footer = {
      "",
      "Example:",
      "  tidemark replay revenue --to-datetime 2026-11-19 --shadow --dry-run"
    })
public final class ReplayCommand implements Callable<Integer> {
  private static final String NO_SUFFIX = "";

  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|JAR",
      description =
          "The name of a job of the cluster; with --application-id the jar of a job that 'tidemark run' runs.",
      completionCandidates = LiveNames.Jobs.class)
  @Nullable String subject;

  @Mixin ReplayPointOptions point = new ReplayPointOptions();

  @Option(
      names = "--shadow",
      arity = "0..1",
      fallbackValue = NO_SUFFIX,
      preprocessor = WaitOption.OnlyAttachedText.class,
      paramLabel = "SUFFIX",
      order = 20,
      description =
          "Write to shadow topics, e.g. --shadow=.again (default, with the suffix .replay-rRUN).")
  @Nullable String shadow;

  @Option(
      names = "--in-place",
      order = 21,
      description = "Begin the job itself again; its topics get results again.")
  boolean inPlace;

  @Option(
      names = "--jar",
      paramLabel = "JAR",
      order = 22,
      description = "Replay with another jar of the job (default: the one that runs).")
  @Nullable Path jar;

  @Mixin ReplayJobOptions choice = new ReplayJobOptions();

  @Option(
      names = "--dry-run",
      order = 30,
      description = "Print what would be done; change nothing.")
  boolean dryRun;

  @Mixin StandaloneOptions standalone = new StandaloneOptions();
  @Mixin Confirmation confirmation = new Confirmation();
  @Mixin WaitOption wait = new WaitOption();
  @Mixin OutputOptions output = new OutputOptions();
  @Mixin ClientOptions options = new ClientOptions();

  public ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    String named = subject();
    if (inPlace && shadow != null) {
      throw new CommandException(
          ExitCode.USAGE, "--shadow and --in-place exclude each other", "give one of them");
    }
    if (standalone.isStated()) {
      return new StandaloneReplay(terminal, this).run(Path.of(named));
    }
    try (NodeClient client = options.connect(terminal)) {
      return replay(named, client);
    }
  }

  private int replay(String job, NodeClient client) throws Exception {
    JarUpload upload = new JarUpload(terminal, client);
    @Nullable Uploaded uploaded = jar == null ? null : upload.upload(jar);
    boolean used = false;
    try {
      ReplayRequest request = request(client.job(job).spec(), uploaded);
      ReplayStartView planned = client.replay(job, request, true);
      if (dryRun) {
        print(planned);
        return ExitCode.OK.number();
      }
      ReplayText.plan(planned.plan()).forEach(terminal.err()::println);
      confirm(planned.plan());
      ReplayStartView begun = client.replay(job, request, false);
      used = true;
      print(begun);
      if (output.isTable()) {
        goOn(begun.plan());
      }
      if (wait.limit().isPresent()) {
        new ReplayWaiting(terminal, client, wait.limit().get()).untilCaughtUp(job);
      }
      return ExitCode.OK.number();
    } finally {
      if (uploaded != null && !used) {
        upload.takeBack(uploaded);
      }
    }
  }

  private String subject() {
    if (subject == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "the name of a job is missing",
          "give it, or one of status, cancel, promote, diff; see 'tidemark replay --help'");
    }
    return subject;
  }

  private void confirm(ReplayPlanView plan) {
    if (plan.mode() == ReplayMode.IN_PLACE) {
      confirmation.requireName(
          terminal,
          List.of(
              "job '%s' begins again as run %s; consumers of its topics see results again"
                  .formatted(plan.job(), plan.applicationId())),
          plan.job());
    } else {
      confirmation.require(
          terminal,
          List.of("run %s begins beside job '%s'".formatted(plan.applicationId(), plan.job())));
    }
  }

  private ReplayRequest request(JobSpec job, @Nullable Uploaded uploaded) {
    return new ReplayRequest(
        point.from(terminal),
        point.until(terminal),
        point.chosen(),
        inPlace ? ReplayMode.IN_PLACE : ReplayMode.SHADOW,
        shadow == null || shadow.equals(NO_SUFFIX) ? null : shadow,
        uploaded == null || uploaded.id().equals(job.jar()) ? null : uploaded.id(),
        jobClass(job, uploaded),
        choice.over(job.parameters()));
  }

  private @Nullable String jobClass(JobSpec job, @Nullable Uploaded uploaded) {
    if (choice.className != null || uploaded == null) {
      return choice.className;
    }
    return uploaded.jar().jobs().stream().anyMatch(each -> each.jobClass().equals(job.jobClass()))
            && !uploaded.id().equals(job.jar())
        ? job.jobClass()
        : null;
  }

  private void print(ReplayStartView view) {
    output
        .one(
            view,
            shown ->
                shown.replay() == null
                    ? ReplayText.plan(shown.plan())
                    : List.of(ReplayText.summary(shown.replay())),
            view.plan().applicationId())
        .forEach(terminal.out()::println);
  }

  private void goOn(ReplayPlanView plan) {
    terminal.err().println();
    terminal.err().println("Continue with:");
    terminal.err().println("  tidemark replay status " + plan.job() + " --watch");
    if (plan.mode() == ReplayMode.SHADOW) {
      for (String verb : List.of("diff", "promote", "cancel")) {
        terminal.err().println("  tidemark replay " + verb + " " + plan.job());
      }
    }
  }

  /** The job of another jar, with its parameters. */
  static final class ReplayJobOptions {

    @Option(
        names = {"-c", "--class"},
        paramLabel = "CLASS",
        order = 23,
        description = "The class of the job, if the jar holds several.")
    @Nullable String className;

    @Option(
        names = {"-p", "--parameter"},
        paramLabel = "NAME=VALUE",
        order = 24,
        description = "Set a parameter of the job; those that are not stated stay. Repeatable.")
    Map<String, String> parameters = new LinkedHashMap<>();

    /** Returns the current parameters overlaid by the stated ones; null if none is stated. */
    @Nullable Map<String, String> over(Map<String, String> inForce) {
      if (parameters.isEmpty()) {
        return null;
      }
      Map<String, String> all = new LinkedHashMap<>(inForce);
      all.putAll(parameters);
      return all;
    }
  }
}
