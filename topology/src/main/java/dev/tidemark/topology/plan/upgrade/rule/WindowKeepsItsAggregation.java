package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Accumulators of one layout may mean different things, as those of {@code min} and {@code max} do:
 * open panes would be begun as one and finished as the other.
 */
public final class WindowKeepsItsAggregation implements UpgradeRule {

  @Override
  public String title() {
    return "what a window computes";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair window : PartMatch.of(running.windows(), candidate.windows()).both()) {
      PlanPart before = window.before();
      PlanPart after = window.after();
      if (before.differs(after, "aggregation") && !before.differs(after, "accumulator")) {
        changes.add(
            new PlanChange(
                NEEDS_REPLAY,
                "window " + window.name(),
                "what it computes changed " + before.change(after, "aggregation"),
                "open panes were begun as one and would be finished as the other",
                "keep the aggregations, or start a new run with --from"));
      }
    }
    return changes;
  }
}
