package dev.tidemark.cli.job;

import dev.tidemark.cli.option.WaitOption;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.SubmitView;

/** Prints the result of a submission or an upgrade, and waits for the job if that is wanted. */
final class SubmissionOutput {
  private final Terminal terminal;
  private final OutputOptions output;

  SubmissionOutput(Terminal terminal, OutputOptions output) {
    this.terminal = terminal;
    this.output = output;
  }

  void print(SubmitView submitted) {
    output
        .one(submitted, Submission::lines, submitted.job().spec().name())
        .forEach(terminal.out()::println);
    if (output.isTable()) {
      Submission.talk(submitted).forEach(terminal.err()::println);
    }
  }

  /**
   * Prints the result and waits. A table is printed before the wait, for the person who watches.
   * Other formats are printed after it, with the job as it is then, even if the wait fails.
   */
  void print(SubmitView submitted, NodeClient client, WaitOption wait, JobState wanted)
      throws InterruptedException {
    if (wait.limit().isEmpty()) {
      print(submitted);
      return;
    }
    Waiting waiting = new Waiting(terminal, client, wait.limit().get());
    if (output.isTable()) {
      print(submitted);
      waiting.until(wanted, submitted.job());
      return;
    }
    try {
      waiting.until(wanted, submitted.job());
    } finally {
      print(
          new SubmitView(
              waiting.last().orElse(submitted.job()),
              submitted.plan(),
              submitted.upgrade(),
              submitted.dryRun()));
    }
  }
}
