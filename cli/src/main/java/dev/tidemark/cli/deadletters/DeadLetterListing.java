package dev.tidemark.cli.deadletters;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import dev.tidemark.client.api.deadletters.DeadLettersView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the dead letters or late records of a job. */
@Command(name = "list")
final class DeadLetterListing implements Callable<Integer> {
  private static final int PAGE_MAX = 1_000;

  private final Terminal terminal;
  private final DeadLetterWords words;

  @Mixin JobName job = new JobName();
  @Mixin DeadLetterFilterOptions filter = new DeadLetterFilterOptions();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      order = 18,
      description = "open, requeued, discarded, quarantined or all (default: open).")
  @Nullable String state;

  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 19,
      description = "How many at most (default: ${DEFAULT-VALUE}).")
  int limit = 100;

  DeadLetterListing(Terminal terminal, DeadLetterWords words) {
    this.terminal = terminal;
    this.words = words;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new CommandException(ExitCode.USAGE, "--limit is " + limit, "give 1 or more");
    }
    try (NodeClient client = options.connect(terminal)) {
      DeadLetterFilter wanted = filter.filter(state);
      List<DeadLetterView> found = new ArrayList<>();
      @Nullable String next = null;
      do {
        int page = Math.min(PAGE_MAX, limit - found.size());
        DeadLettersView answer = client.letters(job.name, words.kind(), wanted, page, next);
        found.addAll(answer.letters());
        next = answer.next();
      } while (next != null && found.size() < limit);
      output
          .list(found, shown -> DeadLetterTables.list(shown, words), DeadLetterTables::name)
          .forEach(terminal.out()::println);
      if (output.isTable()) {
        sayMore(found, next != null);
      }
    }
    return ExitCode.OK.number();
  }

  private void sayMore(List<DeadLetterView> found, boolean more) {
    if (found.isEmpty()) {
      String open = state == null && filter.at == null ? "open " : "";
      terminal.err().printf("no %s%s of '%s' fits%n", open, words.one(), job.name);
    } else if (more) {
      terminal
          .err()
          .printf(
              "there may be more; see more with --limit, or count them: tidemark %s stats %s%n",
              words.verb(), job.name);
    }
  }
}
