package dev.tidemark.cli.deadletters;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.deadletters.DeadLetterStatsView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts the dead letters or late records of a job in groups. */
@Command(name = "stats")
final class DeadLetterStatsCommand implements Callable<Integer> {
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
      description = "open, requeued, discarded, quarantined or all (default: all).")
  @Nullable String state;

  DeadLetterStatsCommand(Terminal terminal, DeadLetterWords words) {
    this.terminal = terminal;
    this.words = words;
  }

  @Override
  public Integer call() {
    try (NodeClient client = options.connect(terminal)) {
      DeadLetterStatsView stats = client.letterStats(job.name, words.kind(), filter.filter(state));
      output
          .one(
              stats, shown -> DeadLetterTables.stats(shown, words, output.isColored()), stats.job())
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
