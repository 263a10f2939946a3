package dev.tidemark.cli;

import dev.tidemark.node.api.JobState;
import dev.tidemark.node.api.JobVerb;
import dev.tidemark.node.client.NodeClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets jobs go on. */
@Command(
    name = "resume",
    header = "Let paused or stopped jobs go on where they are.",
    footer = {"", "Example:", "  tidemark resume revenue --wait"})
final class ResumeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobNames jobs = new JobNames();
  @Mixin ClientOptions options = new ClientOptions();

  ResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (NodeClient client = options.connect(terminal)) {
      return new JobChanges(terminal, client).make(JobVerb.RESUME, jobs, JobState.RUNNING).number();
    }
  }
}
