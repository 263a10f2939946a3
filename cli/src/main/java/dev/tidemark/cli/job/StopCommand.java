package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobVerb;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops jobs. */
@Command(
    name = "stop",
    header = "Stop jobs: no process is left; offsets and state stay in Kafka.",
    footer = {"", "Example:", "  tidemark stop revenue --wait=1m"})
public final class StopCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobNames jobs = new JobNames();
  @Mixin ClientOptions options = new ClientOptions();

  public StopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (NodeClient client = options.connect(terminal)) {
      return new JobChanges(terminal, client).make(JobVerb.STOP, jobs, JobState.STOPPED).number();
    }
  }
}
