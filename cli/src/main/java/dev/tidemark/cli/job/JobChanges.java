package dev.tidemark.cli.job;

import dev.tidemark.cli.option.Failure;
import dev.tidemark.cli.option.NodeFailure;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Requests a change of several jobs. A job that can't be changed does not stop the others. */
final class JobChanges {
  private final Terminal terminal;
  private final NodeClient client;

  JobChanges(Terminal terminal, NodeClient client) {
    this.terminal = terminal;
    this.client = client;
  }

  /**
   * Requests the change, and waits if that is wanted.
   *
   * @param wanted the state that the jobs reach
   * @return the exit code of the first failure, or OK
   */
  ExitCode make(JobVerb verb, JobNames jobs, JobState wanted) throws InterruptedException {
    ExitCode worst = ExitCode.OK;
    List<JobView> changed = new ArrayList<>();
    for (String name : jobs.names) {
      try {
        JobView job = client.change(name, verb, OptionalLong.empty());
        changed.add(job);
        terminal.out().println(name);
      } catch (ApiException e) {
        worst = report(e, worst);
      }
    }
    if (jobs.limit().isEmpty()) {
      changed.forEach(job -> sayHowToFollow(verb, job));
      return worst;
    }
    Waiting waiting = new Waiting(terminal, client, jobs.limit().get());
    for (JobView job : changed) {
      try {
        waiting.until(wanted, job);
      } catch (ApiException e) {
        worst = report(e, worst);
      }
    }
    return worst;
  }

  private void sayHowToFollow(JobVerb verb, JobView job) {
    terminal
        .err()
        .println(
            "asked to %s; see: tidemark status %s"
                .formatted(verb.name().toLowerCase(Locale.ROOT), job.spec().name()));
  }

  private ExitCode report(ApiException e, ExitCode before) {
    Failure failure = NodeFailure.of(e);
    failure.lines().forEach(terminal.err()::println);
    return before == ExitCode.OK ? failure.exitCode() : before;
  }
}
