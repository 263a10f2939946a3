package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.AlertView;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.StatusView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the state of a job, for scripts and probes. */
@Command(
    name = "status",
    header = "Print the state of a job; exit with 0 only when it is RUNNING, otherwise with 17.",
    footer = {"", "Example:", "  tidemark status revenue"})
public final class StatusCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobName job = new JobName();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  public StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (NodeClient client = options.connect(terminal)) {
      StatusView view = client.status(job.name);
      output
          .one(view, shown -> List.of(shown.state().name()), view.job())
          .forEach(terminal.out()::println);
      if (view.reason() != null && output.isTable()) {
        terminal.err().println(Formatting.harmless(view.reason()));
      }
      AlertView deadLetters = view.deadLetters();
      if (deadLetters != null && deadLetters.level() != AlertView.Level.OK && output.isTable()) {
        terminal
            .err()
            .printf("%s; see tidemark dlq stats %s%n", LagTable.alert(deadLetters), view.job());
      }
      ExitCode exitCode = view.state() == JobState.RUNNING ? ExitCode.OK : ExitCode.NOT_RUNNING;
      return exitCode.number();
    }
  }
}
