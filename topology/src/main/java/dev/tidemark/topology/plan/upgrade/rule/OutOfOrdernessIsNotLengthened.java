package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A watermark is the highest event time less the out-of-orderness, and only the highest event time
 * is kept.
 *
 * <p>Shorter: the watermark jumps ahead. What was sent before carries the lower watermark that it
 * had, and reaches each window before the higher one does, so nothing on time becomes late.
 *
 * <p>Longer: the watermark of the source steps back, but windows have closed by the old one, and a
 * promise is never taken back. Until the clock has made up for it, elements would be on time at the
 * source and late at their window.
 */
public final class OutOfOrdernessIsNotLengthened implements UpgradeRule {

  @Override
  public String title() {
    return "how far a stream is out of order";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE, NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair source : PartMatch.of(running.sources(), candidate.sources()).both()) {
      PlanPart before = source.before().part("event_time");
      PlanPart after = source.after().part("event_time");
      OptionalLong old = before.number("out_of_order_ms");
      OptionalLong now = after.number("out_of_order_ms");
      if (old.isPresent() && now.isPresent() && old.getAsLong() != now.getAsLong()) {
        String what = "out of order changed " + before.change(after, "out_of_order_ms");
        changes.add(change("stream " + source.name(), what, now.getAsLong() > old.getAsLong()));
      }
    }
    return changes;
  }

  private static PlanChange change(String where, String what, boolean longer) {
    return longer
        ? new PlanChange(
            NEEDS_REPLAY,
            where,
            what,
            "windows have closed by the watermark as it was; what is on time now would miss them",
            "keep it, allow more lateness in a new run, or start a new run with --from")
        : new PlanChange(
            IN_PLACE,
            where,
            what,
            "windows close sooner from now on, and more is late",
            "nothing needs to be done");
  }
}
