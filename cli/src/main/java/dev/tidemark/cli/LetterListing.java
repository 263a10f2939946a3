package dev.tidemark.cli;

import dev.tidemark.node.api.LetterFilter;
import dev.tidemark.node.api.LetterView;
import dev.tidemark.node.api.LettersView;
import dev.tidemark.node.client.NodeClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what a job has put aside. */
@Command(name = "list")
final class LetterListing implements Callable<Integer> {
  private static final int PAGE_MAX = 1_000;

  private final Terminal terminal;
  private final LetterWords words;

  @Mixin JobName job = new JobName();
  @Mixin LetterFilterOptions filter = new LetterFilterOptions();
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

  LetterListing(Terminal terminal, LetterWords words) {
    this.terminal = terminal;
    this.words = words;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new CommandException(ExitCode.USAGE, "--limit is " + limit, "give 1 or more");
    }
    try (NodeClient client = options.connect(terminal)) {
      LetterFilter wanted = filter.filter(state);
      List<LetterView> found = new ArrayList<>();
      @Nullable String next = null;
      do {
        int page = Math.min(PAGE_MAX, limit - found.size());
        LettersView answer = client.letters(job.name, words.kind(), wanted, page, next);
        found.addAll(answer.letters());
        next = answer.next();
      } while (next != null && found.size() < limit);
      output
          .list(found, shown -> LetterTables.list(shown, words), LetterTables::name)
          .forEach(terminal.out()::println);
      if (output.isTable()) {
        sayMore(found, next != null);
      }
    }
    return ExitCode.OK.number();
  }

  private void sayMore(List<LetterView> found, boolean more) {
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
