package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.JobExceptionView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the exceptions that a job's workers met. */
@Command(
    name = "exceptions",
    header = "Print the newest exceptions that the workers of a job met.",
    footer = {"", "Example:", "  tidemark exceptions revenue --traces"})
public final class ExceptionsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobName job = new JobName();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(names = "--traces", order = 1, description = "Print the stack traces, too.")
  boolean traces;

  public ExceptionsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (NodeClient client = options.connect(terminal)) {
      List<JobExceptionView> met = client.exceptions(job.name);
      output
          .list(met, ExceptionsCommand::table, JobExceptionView::summary)
          .forEach(terminal.out()::println);
      if (traces && output.isTable()) {
        met.forEach(this::printTrace);
      }
      if (met.isEmpty() && output.isTable()) {
        terminal.err().println("no worker of '" + job.name + "' has met an exception");
      }
    }
    return ExitCode.OK.number();
  }

  private void printTrace(JobExceptionView met) {
    terminal.out().println();
    terminal.out().println(met.node() + " " + met.at() + " " + Formatting.harmless(met.thread()));
    met.stackTrace()
        .lines()
        .forEach(line -> terminal.out().println("  " + Formatting.harmless(line).stripTrailing()));
  }

  private static TextTable table(List<JobExceptionView> all) {
    TextTable table = new TextTable("NODE", "LAST AT", "TIMES", "THREAD", "EXCEPTION");
    for (JobExceptionView met : all) {
      table.row(
          met.node(),
          Formatting.instant(met.at()),
          met.count(),
          Formatting.harmless(met.thread()),
          Formatting.harmless(met.summary()));
    }
    return table;
  }
}
