package dev.tidemark.cli.deadletters;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.option.LowerCaseEnum;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.Confirmation;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.deadletters.ClosedWindow;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.deadletters.RequeueView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes dead letters or late records of a job to their source topics again. */
@Command(name = "requeue")
final class DeadLetterRequeue implements Callable<Integer> {
  private static final int PAGE_MAX = 1_000;

  private final Terminal terminal;
  private final DeadLetterWords words;

  @Mixin JobName job = new JobName();
  @Mixin DeadLetterFilterOptions filter = new DeadLetterFilterOptions();
  @Mixin Confirmation confirmation = new Confirmation();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--closed-window",
      paramLabel = "POLICY",
      order = 1,
      converter = LowerCaseEnum.Policy.class,
      completionCandidates = LowerCaseEnum.Policy.class,
      description =
          "How to treat those whose window is closed: refuse (leave them), late (they go to the late topic), or correct"
              + " (the window's result is written again; tumbling windows with correctableFor only) (default: refuse).")
  ClosedWindow closedWindow = ClosedWindow.REFUSE;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      order = 2,
      description =
          "How often a record may be requeued in all; beyond it it is quarantined (default: ${DEFAULT-VALUE}).")
  int maxAttempts = 3;

  @Option(
      names = "--rate",
      paramLabel = "N",
      order = 3,
      description = "How many a second at most (default: as many as go).")
  @Nullable Integer rate;

  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 4,
      description = "How many to look at, the oldest first (default: all).")
  @Nullable Integer limit;

  @Option(names = "--dry-run", order = 5, description = "Print what would be done, and do nothing.")
  boolean dryRun;

  DeadLetterRequeue(Terminal terminal, DeadLetterWords words) {
    this.terminal = terminal;
    this.words = words;
  }

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw new CommandException(ExitCode.USAGE, "--limit is " + limit, "give 1 or more");
    }
    try (NodeClient client = options.connect(terminal)) {
      RequeueView planned = all(client, true, 0);
      if (!dryRun && planned.changes() > 0) {
        confirmation.require(terminal, RequeueText.plan(planned, words, closedWindow));
        RequeueView done = all(client, false, planned.selected());
        print(done);
        return exitCode(done).number();
      }
      print(planned);
      return exitCode(planned).number();
    }
  }

  /** Answers take two seconds at most: asks until all is done. */
  private RequeueView all(NodeClient client, boolean planOnly, long total) {
    RequeueView account = RequeueView.none(job.name, planOnly);
    DeadLetterFilter wanted = filter.filter(null);
    try (ProgressLine live = new ProgressLine(terminal)) {
      @Nullable String next = null;
      do {
        int page = limit == null ? PAGE_MAX : (int) Math.min(PAGE_MAX, limit - account.selected());
        RequeueView view =
            client.requeue(
                job.name,
                words.kind(),
                new RequeueRequest(wanted, closedWindow, maxAttempts, rate, page, next, planOnly));
        account = account.plus(view);
        next = view.next();
        if (!planOnly) {
          live.show(ProgressLine.bar("requeueing", account.selected(), total));
        }
      } while (next != null && (limit == null || account.selected() < limit));
    }
    return account;
  }

  private void print(RequeueView account) {
    List<String> lines = new ArrayList<>();
    output.one(account, shown -> RequeueText.done(account, words), job.name).forEach(lines::add);
    lines.forEach(terminal.out()::println);
    if (output.isTable()) {
      RequeueText.left(account, words).forEach(terminal.err()::println);
    }
  }

  /** Nothing at all could be done, though there was something to do. */
  private static ExitCode exitCode(RequeueView account) {
    return account.changes() == 0 && account.selected() > 0 ? ExitCode.REFUSED : ExitCode.OK;
  }
}
