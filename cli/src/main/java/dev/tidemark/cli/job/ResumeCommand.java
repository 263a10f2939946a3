package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobVerb;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Resumes jobs. */
@Command(
    name = "resume",
    header = "Resume paused or stopped jobs at their committed positions.",
    footer = {"", "Example:", "  tidemark resume revenue --wait"})
public final class ResumeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobNames jobs = new JobNames();
  @Mixin ClientOptions options = new ClientOptions();

  public ResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (NodeClient client = options.connect(terminal)) {
      return new JobChanges(terminal, client).make(JobVerb.RESUME, jobs, JobState.RUNNING).number();
    }
  }
}
