package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Event time can be added or removed, idleness and {@code maxAhead} can change: all three are
 * applied as events come, and no state depends on them. (A stream without event time feeds no
 * window any more, which another rule judges.)
 */
public final class EventTimeMayChange implements UpgradeRule {

  @Override
  public String title() {
    return "whether a stream has event time; when it is idle; how far ahead it may be";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair source : PartMatch.of(running.sources(), candidate.sources()).both()) {
      if (!source.before().differs(source.after(), "event_time")) {
        continue;
      }
      PlanPart before = source.before().part("event_time");
      PlanPart after = source.after().part("event_time");
      String where = "stream " + source.name();
      if (before.json().isNull() || after.json().isNull()) {
        changes.add(
            applies(
                where, after.json().isNull() ? "has no event time any more" : "has event time"));
        continue;
      }
      if (before.differs(after, "idle_after_ms")) {
        changes.add(applies(where, "idleAfter changed " + before.change(after, "idle_after_ms")));
      }
      if (before.differs(after, "max_ahead_ms")) {
        changes.add(applies(where, "maxAhead changed " + before.change(after, "max_ahead_ms")));
      }
    }
    return changes;
  }

  private static PlanChange applies(String where, String what) {
    return new PlanChange(
        IN_PLACE,
        where,
        what,
        "it applies to what is read from now on; what was decided before stays",
        "nothing needs to be done");
  }
}
