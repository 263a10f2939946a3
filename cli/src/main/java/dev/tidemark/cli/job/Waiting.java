package dev.tidemark.cli.job;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.NodeUnreachableException;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits until a job has come to a state. */
final class Waiting {
  private static final long LOOK_EVERY_MS = 300;

  private final Terminal terminal;
  private final NodeClient client;
  private final Duration limit;
  private @Nullable JobView last;

  Waiting(Terminal terminal, NodeClient client, Duration limit) {
    this.terminal = terminal;
    this.client = client;
    this.limit = limit;
  }

  /**
   * Waits until the workers of this version, or a newer one, have brought the job there. Ctrl-C
   * ends the waiting and nothing else.
   */
  void until(JobState wanted, JobView asked) throws InterruptedException {
    String name = asked.spec().name();
    StopSignals.leave(
        terminal,
        List.of("no longer waiting; '%s' continues: tidemark status %s".formatted(name, name)));
    long begin = System.nanoTime();
    try (ProgressLine live = new ProgressLine(terminal)) {
      String seen = "no node answers";
      while (System.nanoTime() - begin < limit.toNanos()) {
        JobView job = look(name);
        if (job != null) {
          last = job;
          seen = describe(job);
          if (isThere(job, wanted, asked.spec().version())) {
            live.print(seen);
            return;
          }
          requireHope(job, wanted, asked.spec().version());
        }
        live.show(seen + ", waiting for " + wanted);
        Thread.sleep(LOOK_EVERY_MS);
      }
      throw new CommandException(
          ExitCode.TIMED_OUT,
          "%s; it was not %s after %s".formatted(seen, wanted, Formatting.span(limit.toMillis())),
          "it continues; look again with tidemark describe " + name);
    }
  }

  /** Returns the job as a node showed it last; empty if none has shown it. */
  Optional<JobView> last() {
    return Optional.ofNullable(last);
  }

  private @Nullable JobView look(String name) {
    try {
      return client.job(name);
    } catch (NodeUnreachableException e) {
      return null; // a node that restarts; it has until the limit
    }
  }

  private static boolean isThere(JobView job, JobState wanted, long version) {
    return job.state() == wanted
        && job.workers().stream().allMatch(worker -> worker.version() >= version);
  }

  private static void requireHope(JobView job, JobState wanted, long version) {
    boolean current = job.workers().stream().allMatch(worker -> worker.version() >= version);
    if (job.state() == JobState.FAILED && current && wanted != JobState.STOPPED) {
      throw new CommandException(
          ExitCode.NOT_RUNNING,
          describe(job),
          "see tidemark logs " + job.spec().name() + ", and then restart or upgrade it");
    }
  }

  private static String describe(JobView job) {
    return "%s is %s%s"
        .formatted(
            job.spec().name(),
            job.state(),
            job.reason() == null ? "" : ": " + Formatting.harmless(job.reason()));
  }
}
