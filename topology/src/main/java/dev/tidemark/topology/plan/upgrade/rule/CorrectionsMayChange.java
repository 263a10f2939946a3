package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The time for which closed windows are kept may change: each commit of a new worker deletes those
 * that are too old. Without a store at all, corrections that wait for their window to close would
 * be lost.
 */
public final class CorrectionsMayChange implements UpgradeRule {
  private static final String FIELD = "correctable_for_ms";

  @Override
  public String title() {
    return "for how long a window can be corrected";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE, NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair window : PartMatch.of(running.windows(), candidate.windows()).both()) {
      long before = window.before().number(FIELD).orElse(0);
      long after = window.after().number(FIELD).orElse(0);
      if (before != after) {
        boolean kept = after > 0;
        changes.add(
            new PlanChange(
                kept ? IN_PLACE : NEEDS_REPLAY,
                "window " + window.name(),
                "how long it can be corrected changed "
                    + window.before().change(window.after(), FIELD),
                kept
                    ? "windows are kept as long as stated from now on; those that are not kept"
                        + " can't be corrected"
                    : "corrections that wait for their window to close would be left behind",
                kept
                    ? "nothing is to be done"
                    : "say correctableFor with a short time, or start a new run with --from"));
      }
    }
    return changes;
  }
}
