package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.option.JobTables;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.Watch;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.JobView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints all details of one job. */
@Command(
    name = "describe",
    header = "Tell everything about a job: state, jar, parameters, settings, workers.",
    footer = {"", "Example:", "  tidemark describe revenue"})
public final class DescribeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobName job = new JobName();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = {"-w", "--watch"},
      order = 1,
      description = "Look again each second, until Ctrl-C.")
  boolean watch;

  public DescribeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (NodeClient client = options.connect(terminal)) {
      if (watch) {
        new Watch(terminal).run(() -> lines(client.job(job.name)));
      } else {
        lines(client.job(job.name)).forEach(terminal.out()::println);
      }
    }
    return ExitCode.OK.number();
  }

  private List<String> lines(JobView view) {
    return output.one(
        view, shown -> JobTables.description(shown, output.isColored()), view.spec().name());
  }
}
