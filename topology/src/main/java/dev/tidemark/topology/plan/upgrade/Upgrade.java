package dev.tidemark.topology.plan.upgrade;

import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import java.util.Comparator;
import java.util.List;

/**
 * The effects of replacing one plan with another.
 *
 * @param changes the differences, the most severe first; empty if there are none
 * @param notes what could not be compared, one line each
 */
public record Upgrade(List<PlanChange> changes, List<String> notes) {
  public Upgrade {
    changes =
        changes.stream().sorted(Comparator.comparing(PlanChange::verdict).reversed()).toList();
    notes = List.copyOf(notes);
  }

  /** The gravest verdict of the changes; in place if there is none. */
  public PlanChange.Verdict verdict() {
    return changes.isEmpty() ? PlanChange.Verdict.IN_PLACE : changes.get(0).verdict();
  }
}
