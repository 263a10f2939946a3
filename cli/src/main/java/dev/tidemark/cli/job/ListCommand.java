package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
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

/** Lists the jobs of a cluster. */
@Command(
    name = "list",
    header = "List the jobs of the cluster, with their states.",
    footer = {"", "Example:", "  tidemark list --watch"})
public final class ListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = {"-w", "--watch"},
      order = 1,
      description = "Look again each second, until Ctrl-C.")
  boolean watch;

  public ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (NodeClient client = options.connect(terminal)) {
      if (watch) {
        new Watch(terminal).run(() -> lines(client.jobs()));
      } else {
        List<JobView> jobs = client.jobs();
        lines(jobs).forEach(terminal.out()::println);
        if (jobs.isEmpty() && output.isTable()) {
          terminal.err().println("no jobs yet; submit one with tidemark submit JAR");
        }
      }
    }
    return ExitCode.OK.number();
  }

  private List<String> lines(List<JobView> jobs) {
    return output.list(jobs, JobTables::jobs, job -> job.spec().name());
  }
}
