package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.TypeChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Panes are kept and sent by the bytes of their key, without a schema: with another type or schema
 * they would be read wrongly, and land in other partitions.
 */
public final class WindowKeepsItsKey implements UpgradeRule {

  @Override
  public String title() {
    return "a window's key";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair window : PartMatch.of(running.windows(), candidate.windows()).both()) {
      TypeChange.ofState(window.before(), window.after(), "key")
          .ifPresent(
              change ->
                  changes.add(
                      new PlanChange(
                          NEEDS_REPLAY,
                          "window " + window.name(),
                          "its key changed " + change,
                          "open panes are kept by the bytes of the old key",
                          "keep the key, give the window another name, or start a new run with"
                              + " --from")));
    }
    return changes;
  }
}
