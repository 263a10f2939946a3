package dev.tidemark.cli.replay;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.NodeUnreachableException;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.replay.ReplayView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Waits for a replay, with a bar. Ctrl-C ends the waiting and nothing else. */
final class ReplayWaiting {
  private static final long LOOK_EVERY_MS = 500;

  private final Terminal terminal;
  private final NodeClient client;
  private final Duration limit;

  ReplayWaiting(Terminal terminal, NodeClient client, Duration limit) {
    this.terminal = terminal;
    this.client = client;
    this.limit = limit;
  }

  /** Waits until all history is processed. */
  void untilCaughtUp(String job) throws InterruptedException {
    until(job, "caught up", replay -> replay.isPresent() && replay.get().hasCaughtUp());
  }

  /** Waits until the job has no replay any more: it was promoted or removed. */
  void untilGone(String job, String what) throws InterruptedException {
    until(job, what, Optional::isEmpty);
  }

  private void until(String job, String what, Predicate<Optional<ReplayView>> there)
      throws InterruptedException {
    StopSignals.leave(
        terminal, List.of("no longer waiting; it continues: tidemark replay status " + job));
    long begin = System.nanoTime();
    String seen = "no node answers";
    try (ProgressLine live = new ProgressLine(terminal)) {
      while (System.nanoTime() - begin < limit.toNanos()) {
        try {
          Optional<ReplayView> replay = client.replays(job).stream().findFirst();
          if (there.test(replay)) {
            live.print(replay.map(ReplayText::summary).orElse(job + ": " + what));
            return;
          }
          if (replay.isPresent()) {
            requireHope(replay.get());
            seen = shown(replay.get());
          }
        } catch (NodeUnreachableException e) {
          seen = "no node answers";
        } catch (ApiException e) {
          if (e.status() < 500) {
            throw e;
          }
          seen = String.valueOf(e.getMessage());
        }
        live.show(seen);
        Thread.sleep(LOOK_EVERY_MS);
      }
    }
    throw new CommandException(
        ExitCode.TIMED_OUT,
        "%s; it was not %s after %s".formatted(seen, what, Formatting.span(limit.toMillis())),
        "it continues; look again with tidemark replay status " + job);
  }

  private static String shown(ReplayView replay) {
    String bar = ProgressLine.bar(replay.applicationId(), replay.done(), replay.total());
    String left =
        replay.remainingMs() == null ? "" : ", " + Formatting.span(replay.remainingMs()) + " to go";
    String reason = replay.reason() == null ? "" : "; " + Formatting.harmless(replay.reason());
    return bar + left + reason;
  }

  private static void requireHope(ReplayView replay) {
    if (replay.state() == JobState.FAILED) {
      throw new CommandException(
          ExitCode.NOT_RUNNING,
          "the replay of '%s' is FAILED: %s"
              .formatted(replay.job(), Formatting.harmless(replay.reason())),
          "see tidemark logs %s.replay, then tidemark replay cancel %s"
              .formatted(replay.job(), replay.job()));
    }
  }
}
