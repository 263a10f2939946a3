package dev.tidemark.cli.replay;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.option.WaitOption;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.Confirmation;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.Watch;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.replay.DiffView;
import dev.tidemark.client.api.replay.ReplayView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands for an existing replay. */
public final class ReplayCommands {

  private ReplayCommands() {}

  /** The replay of a job. */
  private static ReplayView replay(NodeClient client, String job) {
    return client.replays(job).stream()
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.of(
                    404,
                    "replay_not_found",
                    "job '%s' is not being replayed".formatted(job),
                    "begin with tidemark replay %s --to-earliest --dry-run".formatted(job)));
  }

  /** Tells how far a replay is. */
  @Command(
      name = "status",
      header = "Print how far a replay is: partitions, rate, and how long it still takes.",
      footer = {"", "Example:", "  tidemark replay status revenue --watch"})
  public static final class Status implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin JobName job = new JobName();
    @Mixin OutputOptions output = new OutputOptions();
    @Mixin ClientOptions options = new ClientOptions();
    @Mixin WaitOption wait = new WaitOption();

    @Option(
        names = {"-w", "--watch"},
        order = 1,
        description = "Look again each second, until Ctrl-C.")
    boolean watch;

    public Status(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
      try (NodeClient client = options.connect(terminal)) {
        if (watch) {
          new Watch(terminal).run(() -> lines(replay(client, job.name)));
        } else if (wait.limit().isPresent()) {
          new ReplayWaiting(terminal, client, wait.limit().get()).untilCaughtUp(job.name);
          lines(replay(client, job.name)).forEach(terminal.out()::println);
        } else {
          lines(replay(client, job.name)).forEach(terminal.out()::println);
        }
      }
      return ExitCode.OK.number();
    }

    private List<String> lines(ReplayView replay) {
      return output.one(replay, ReplayText::status, replay.applicationId());
    }
  }

  /** Ends a replay. */
  @Command(
      name = "cancel",
      header = "End a shadow replay, also one that is being promoted; the job continues.",
      footer = {"", "Example:", "  tidemark replay cancel revenue --purge"})
  public static final class Cancel implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin JobName job = new JobName();

    @Option(
        names = "--purge",
        order = 1,
        description = "Also delete its shadow topics (default: they are kept).")
    boolean purge;

    @Mixin Confirmation confirmation = new Confirmation();
    @Mixin WaitOption wait = new WaitOption();
    @Mixin OutputOptions output = new OutputOptions();
    @Mixin ClientOptions options = new ClientOptions();

    public Cancel(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
      try (NodeClient client = options.connect(terminal)) {
        ReplayView replay = replay(client, job.name);
        confirmation.require(
            terminal,
            List.of(
                "run %s ends; its offsets and state are deleted".formatted(replay.applicationId()),
                purge
                    ? "the topics that end with %s are deleted".formatted(replay.suffix())
                    : "its shadow topics stay"));
        ReplayView cancelled = client.cancelReplay(job.name, replay.run(), purge);
        output
            .one(cancelled, ReplayText::status, cancelled.applicationId())
            .forEach(terminal.out()::println);
        if (wait.limit().isPresent()) {
          new ReplayWaiting(terminal, client, wait.limit().get())
              .untilGone(job.name, "the replay is removed");
        }
      }
      return ExitCode.OK.number();
    }
  }

  /** Lets a replay take the job's place. */
  @Command(
      name = "promote",
      header = "Let a shadow replay take the job's place.",
      description = {
        "First the replay comes to an end, then the live run, then the job continues as the replay's run. Each result "
            + "comes from one of the two: none is missing, none is there twice. Until the last step 'replay cancel' "
            + "takes it back.",
      },
      footer = {"", "Example:", "  tidemark replay promote revenue --wait"})
  public static final class Promote implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin JobName job = new JobName();
    @Mixin Confirmation confirmation = new Confirmation();
    @Mixin WaitOption wait = new WaitOption();
    @Mixin OutputOptions output = new OutputOptions();
    @Mixin ClientOptions options = new ClientOptions();

    public Promote(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
      try (NodeClient client = options.connect(terminal)) {
        ReplayView replay = replay(client, job.name);
        confirmation.require(
            terminal,
            List.of(
                "job '%s' continues as run %s, with jar %s"
                    .formatted(job.name, replay.applicationId(), Formatting.shortId(replay.jar())),
                replay.hasCaughtUp()
                    ? "the replay has caught up; it is %,d records behind now"
                        .formatted(replay.lag())
                    : "the replay has %,d records of history to go: the job waits for nothing until then"
                        .formatted(replay.total() - replay.done())));
        ReplayView promoted = client.promote(job.name, replay.run());
        output
            .one(promoted, ReplayText::status, promoted.applicationId())
            .forEach(terminal.out()::println);
        if (wait.limit().isPresent()) {
          new ReplayWaiting(terminal, client, wait.limit().get())
              .untilGone(job.name, "promoted, continues as run " + replay.applicationId());
          requirePromoted(client, replay);
        }
      }
      return ExitCode.OK.number();
    }

    private void requirePromoted(NodeClient client, ReplayView replay) {
      if (client.job(job.name).spec().run() != replay.run()) {
        throw new CommandException(
            ExitCode.REFUSED,
            "the replay of '%s' was cancelled before it was promoted".formatted(job.name),
            "see tidemark describe " + job.name);
      }
    }
  }

  /** Compares a replay with its job. */
  @Command(
      name = "diff",
      header = "Compare what a shadow replay has written with what the job has.",
      description = {
        "By partition, key and timestamp: equal, changed with both values, only in the old, only in the new. Windows "
            + "that had begun before the replay are left out, and those that one of the two has not yet closed.",
        "",
        "The exit code is 0 when both are equal, 1 when they differ."
      },
      footer = {"", "Example:", "  tidemark replay diff revenue --limit 20"})
  public static final class Diff implements Callable<Integer> {
    private static final int LIMIT = 20;

    private final Terminal terminal;

    @Mixin JobName job = new JobName();

    @Option(
        names = "--limit",
        paramLabel = "N",
        order = 1,
        description = "Print so many differences of each output; all are counted (default: 20).")
    int limit = LIMIT;

    @Mixin OutputOptions output = new OutputOptions();
    @Mixin ClientOptions options = new ClientOptions();

    public Diff(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      try (NodeClient client = options.connect(terminal)) {
        ReplayView replay = replay(client, job.name);
        if (replay.mode() == ReplayMode.IN_PLACE) {
          throw new CommandException(
              ExitCode.REFUSED,
              "a replay in place writes to the job's own topics: there is nothing to compare",
              "replay in the shadow to compare");
        }
        DiffView diff = await(client, client.diff(job.name, replay.run(), null, limit));
        output.one(diff, ReplayText::diff, diff.id()).forEach(terminal.out()::println);
        return (diff.agrees() ? ExitCode.OK : ExitCode.FAILED).number();
      }
    }

    private DiffView await(NodeClient client, DiffView begun) {
      DiffView diff = begun;
      try (ProgressLine live = new ProgressLine(terminal)) {
        while (!diff.done()) {
          live.show(ProgressLine.bar("comparing", diff.read(), diff.total()));
          diff = client.diff(job.name, diff.run(), diff.id(), limit);
        }
      }
      if (diff.error() != null) {
        throw new CommandException(
            ExitCode.FAILED, Formatting.harmless(diff.error().message()), diff.error().hint());
      }
      return diff;
    }
  }
}
