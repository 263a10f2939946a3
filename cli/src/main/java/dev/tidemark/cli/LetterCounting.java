package dev.tidemark.cli;

import dev.tidemark.node.api.LetterStatsView;
import dev.tidemark.node.client.NodeClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts what a job has put aside, by what they have in common. */
@Command(name = "stats")
final class LetterCounting implements Callable<Integer> {
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
      description = "open, requeued, discarded, quarantined or all (default: all).")
  @Nullable String state;

  LetterCounting(Terminal terminal, LetterWords words) {
    this.terminal = terminal;
    this.words = words;
  }

  @Override
  public Integer call() {
    try (NodeClient client = options.connect(terminal)) {
      LetterStatsView stats = client.letterStats(job.name, words.kind(), filter.filter(state));
      output
          .one(stats, shown -> LetterTables.stats(shown, words, output.isColored()), stats.job())
          .forEach(terminal.out()::println);
      if (output.isTable() && !stats.complete()) {
        terminal
            .err()
            .println("there are more than could be counted in 20 s; narrow it, e.g. by --since");
      }
    }
    return ExitCode.OK.number();
  }
}
