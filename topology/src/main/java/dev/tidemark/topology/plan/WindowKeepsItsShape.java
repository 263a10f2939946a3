package dev.tidemark.topology.plan;

import static dev.tidemark.topology.plan.PlanChange.Verdict.NEEDS_REPLAY;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Panes are kept by the end of their window, from which and the size its start follows; sessions by
 * when they close, which follows from the gap.
 */
final class WindowKeepsItsShape implements UpgradeRule {

  @Override
  public String title() {
    return "a window's kind, size or gap";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (Matched.Pair window : Matched.of(running.windows(), candidate.windows()).both()) {
      String where = "window " + window.name();
      if (window.before().differs(window.after(), "shape")) {
        changes.add(change(where, "changed " + window.before().change(window.after(), "shape")));
      } else if (window.before().differs(window.after(), "size_ms")) {
        String sizes = window.before().change(window.after(), "size_ms");
        changes.add(change(where, "its size changed " + sizes));
      } else if (window.before().differs(window.after(), "gap_ms")) {
        changes.add(
            change(where, "its gap changed " + window.before().change(window.after(), "gap_ms")));
      }
    }
    return changes;
  }

  private static PlanChange change(String where, String what) {
    return new PlanChange(
        NEEDS_REPLAY,
        where,
        what,
        "open panes are kept by the bounds of the old windows",
        "keep it, or start a new run with --from");
  }
}
