package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.Watch;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.progress.LagView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the lag of a job. */
@Command(
    name = "lag",
    header = "Print how far a job is behind: records, seconds, trend, and when it has caught up.",
    description = {
      "For each partition: committed and end offset, how old the first record is that is not yet processed, its "
          + "watermark, and how far that is ahead of the lowest (SKEW): what the job waits for has 0.",
    },
    footer = {"", "Example:", "  tidemark lag revenue --watch"})
public final class LagCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobName job = new JobName();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = {"-w", "--watch"},
      order = 1,
      description =
          "Look again each second, until Ctrl-C; a line per look where there is no terminal.")
  boolean watch;

  public LagCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (NodeClient client = options.connect(terminal)) {
      if (watch) {
        Watch looks = new Watch(terminal);
        looks.run(() -> look(client.lag(job.name), looks.redraws()));
      } else {
        lines(client.lag(job.name)).forEach(terminal.out()::println);
      }
    }
    return ExitCode.OK.number();
  }

  private List<String> look(LagView lag, boolean whole) {
    if (whole) {
      return lines(lag);
    }
    return output.isTable()
        ? List.of(Formatting.instant(lag.at()) + " " + LagTable.summary(lag))
        : List.of(OutputOptions.compact(lag));
  }

  private List<String> lines(LagView lag) {
    return output.one(lag, shown -> LagTable.lines(shown, output.isColored()), lag.job());
  }
}
