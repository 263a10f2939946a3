package dev.tidemark.cli.job;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.Confirmation;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.client.api.job.UpgradeView.Verdict;
import java.util.List;
import java.util.OptionalLong;

/** Replaces a job by another plan of it, if that is possible and wanted. */
final class Upgrade {
  private final Terminal terminal;
  private final NodeClient client;
  private final Confirmation confirmation;

  Upgrade(Terminal terminal, NodeClient client, Confirmation confirmation) {
    this.terminal = terminal;
    this.client = client;
    this.confirmation = confirmation;
  }

  /**
   * Upgrades the version that was seen; if another client changes the job meanwhile, that change
   * stays.
   */
  SubmitView make(JobView current, JobRequest request) {
    String name = current.spec().name();
    UpgradeView upgrade = client.checkUpgrade(name, request);
    requirePossible(upgrade, request);
    if (upgrade.verdict() == Verdict.NEEDS_REPLAY) {
      UpgradeText.lines(upgrade).forEach(terminal.err()::println);
      confirmation.require(
          terminal,
          List.of(
              "'%s' becomes run %d, which reads from %s with empty state"
                  .formatted(name, current.spec().run() + 1, request.from()),
              "what it writes comes again in its output topics"));
    }
    return client.put(name, request, OptionalLong.of(current.spec().version()), false);
  }

  private void requirePossible(UpgradeView upgrade, JobRequest request) {
    if (upgrade.verdict() == Verdict.REFUSED) {
      UpgradeText.lines(upgrade).forEach(terminal.err()::println);
      throw new CommandException(
          ExitCode.UPGRADE_REFUSED,
          "'%s' can't be upgraded to this plan; nothing was changed".formatted(upgrade.job()),
          "do what stands above, or submit it as another job with --name");
    }
    if (upgrade.verdict() == Verdict.NEEDS_REPLAY && request.from() == null) {
      UpgradeText.lines(upgrade).forEach(terminal.err()::println);
      throw new CommandException(
          ExitCode.NEEDS_REPLAY,
          "the upgrade of '%s' needs a replay; nothing was changed".formatted(upgrade.job()),
          "say where the new run begins, e.g. --from earliest, or do what stands above");
    }
  }
}
