package dev.tidemark.cli;

import dev.tidemark.node.api.JobState;
import dev.tidemark.node.api.JobVerb;
import dev.tidemark.node.client.NodeClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pauses jobs. */
@Command(
    name = "pause",
    header = "Pause jobs: they keep their tasks and state, and process nothing.",
    footer = {"", "Example:", "  tidemark pause revenue --wait"})
final class PauseCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobNames jobs = new JobNames();
  @Mixin ClientOptions options = new ClientOptions();

  PauseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (NodeClient client = options.connect(terminal)) {
      return new JobChanges(terminal, client).make(JobVerb.PAUSE, jobs, JobState.PAUSED).number();
    }
  }
}
