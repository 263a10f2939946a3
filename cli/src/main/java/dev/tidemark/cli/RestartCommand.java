package dev.tidemark.cli;

import dev.tidemark.node.api.JobState;
import dev.tidemark.node.api.JobVerb;
import dev.tidemark.node.client.NodeClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Restarts jobs. */
@Command(
    name = "restart",
    header = "Replace all workers of jobs, also failed ones.",
    footer = {"", "Example:", "  tidemark restart revenue --wait"})
final class RestartCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobNames jobs = new JobNames();
  @Mixin ClientOptions options = new ClientOptions();

  RestartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (NodeClient client = options.connect(terminal)) {
      return new JobChanges(terminal, client)
          .make(JobVerb.RESTART, jobs, JobState.RUNNING)
          .number();
    }
  }
}
