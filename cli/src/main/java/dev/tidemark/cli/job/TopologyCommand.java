package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.TopologyView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the plan of a job of the cluster. */
@Command(
    name = "topology",
    header = "Print the plan of a job of the cluster: operators, exchanges, stores, topics.",
    footer = {"", "Example:", "  tidemark topology revenue"})
public final class TopologyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobName job = new JobName();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  public TopologyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (NodeClient client = options.connect(terminal)) {
      TopologyView topology = client.topology(job.name);
      output
          .one(topology, shown -> PlanText.lines(shown.plan()), topology.job())
          .forEach(terminal.out()::println);
    }
    return ExitCode.OK.number();
  }
}
