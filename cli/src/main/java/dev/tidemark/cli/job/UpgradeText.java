package dev.tidemark.cli.job;

import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.client.api.job.UpgradeView.Change;
import dev.tidemark.client.api.job.UpgradeView.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The consequences of an upgrade as human-readable text. */
final class UpgradeText {
  private UpgradeText() {}

  /** The verdict, and each change with its reason and remedy. */
  static List<String> lines(UpgradeView upgrade) {
    List<String> lines = new ArrayList<>();
    lines.add("upgrade of %s: %s".formatted(upgrade.job(), words(upgrade.verdict())));
    for (Change change : upgrade.changes()) {
      lines.add(
          "  %s: %s (%s)"
              .formatted(
                  Formatting.harmless(change.where()),
                  Formatting.harmless(change.what()),
                  words(change.verdict())));
      lines.add("    why: " + Formatting.harmless(change.reason()));
      lines.add("    do:  " + Formatting.harmless(change.remedy()));
    }
    if (upgrade.changes().isEmpty()) {
      lines.add("  nothing differs in the plan");
    }
    return lines;
  }

  /** Returns the exit code of a check, for scripts. */
  static ExitCode exitCode(UpgradeView upgrade) {
    return switch (upgrade.verdict()) {
      case IN_PLACE -> ExitCode.OK;
      case NEEDS_REPLAY -> ExitCode.NEEDS_REPLAY;
      case REFUSED -> ExitCode.UPGRADE_REFUSED;
    };
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case IN_PLACE -> "in place";
      case NEEDS_REPLAY -> "needs a replay";
      case REFUSED -> "refused";
    };
  }
}
