package dev.tidemark.cli;

import dev.tidemark.node.api.UpgradeView;
import dev.tidemark.node.api.UpgradeView.Change;
import dev.tidemark.node.api.UpgradeView.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What an upgrade means, as people read it. */
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
                  Texts.harmless(change.where()),
                  Texts.harmless(change.what()),
                  words(change.verdict())));
      lines.add("    why: " + Texts.harmless(change.reason()));
      lines.add("    do:  " + Texts.harmless(change.remedy()));
    }
    if (upgrade.changes().isEmpty()) {
      lines.add("  nothing differs in the plan");
    }
    return lines;
  }

  /** How a check ends, for scripts. */
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
