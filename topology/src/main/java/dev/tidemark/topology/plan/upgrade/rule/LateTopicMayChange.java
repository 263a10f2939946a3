package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Late events are written as they are found, and nothing is kept of them. */
public final class LateTopicMayChange implements UpgradeRule {

  @Override
  public String title() {
    return "where the late events of a window go";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair window : PartMatch.of(running.windows(), candidate.windows()).both()) {
      if (window.before().differs(window.after(), "late_topic")) {
        changes.add(
            new PlanChange(
                IN_PLACE,
                "window " + window.name(),
                "its late topic changed " + window.before().change(window.after(), "late_topic"),
                window.after().text("late_topic").isPresent()
                    ? "late events go to the new topic from now on, and those before stay"
                    : "late events are only counted from now on",
                "tell the readers of the late topic"));
      }
    }
    return changes;
  }
}
