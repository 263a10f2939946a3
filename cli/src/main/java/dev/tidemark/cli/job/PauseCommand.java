package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobVerb;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pauses jobs. */
@Command(
    name = "pause",
    header = "Pause jobs: they keep their tasks and state, and process nothing.",
    footer = {"", "Example:", "  tidemark pause revenue --wait"})
public final class PauseCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobNames jobs = new JobNames();
  @Mixin ClientOptions options = new ClientOptions();

  public PauseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (NodeClient client = options.connect(terminal)) {
      return new JobChanges(terminal, client).make(JobVerb.PAUSE, jobs, JobState.PAUSED).number();
    }
  }
}
