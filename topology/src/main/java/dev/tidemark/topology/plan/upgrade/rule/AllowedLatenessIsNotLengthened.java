package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lateness is decided at the source, by the watermark that the element's own partition had before
 * it; a window closes when the merged watermark has passed its end and the allowed lateness.
 *
 * <p><b>Longer</b>: windows that were written a moment ago would be open again by the new rule. The
 * source would take their elements for on time, a second pane of a window that is final would be
 * opened, and be written: a second result.
 *
 * <p><b>Shorter, tumbling</b>: windows that are complete by the new rule close with the next
 * watermark. Partial panes that are on their way and meet such a window are counted as late there.
 * They are late by the new rule, too: the merged watermark never is ahead of the one that their own
 * partition had before them, and all elements of a partial pane are of one window. (Combined before
 * the upgrade, they reach the late topic as one record without a value.)
 *
 * <p><b>Shorter, session</b>: a partial session on its way is judged by its first element; its
 * later ones, on time by the new rule as well, would be late with it.
 *
 * <p><b>Shorter, with results that another window or join takes in</b>: what the window promises
 * them steps ahead of results that are still to come, which would be late there.
 */
public final class AllowedLatenessIsNotLengthened implements UpgradeRule {

  @Override
  public String title() {
    return "a window's allowed lateness";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE, NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair window : PartMatch.of(running.windows(), candidate.windows()).both()) {
      PlanPart before = window.before();
      PlanPart after = window.after();
      if (before.differs(after, "allowed_lateness_ms")) {
        boolean longer =
            before.number("allowed_lateness_ms").orElse(0)
                < after.number("allowed_lateness_ms").orElse(Long.MAX_VALUE);
        String what = "allowed lateness changed " + before.change(after, "allowed_lateness_ms");
        changes.add(change("window " + window.name(), what, trouble(candidate, after, longer)));
      }
    }
    return changes;
  }

  private static PlanChange change(String where, String what, Optional<String> trouble) {
    return trouble
        .map(
            reason ->
                new PlanChange(
                    NEEDS_REPLAY, where, what, reason, "keep it, or start a new run with --from"))
        .orElseGet(
            () ->
                new PlanChange(
                    IN_PLACE,
                    where,
                    what,
                    "windows close sooner from now on, and more is late",
                    "nothing needs to be done"));
  }

  private static Optional<String> trouble(PlanDocument plan, PlanPart window, boolean longer) {
    if (longer) {
      return Optional.of("windows that are written would open again, and be written twice");
    }
    Optional<WindowSpec> spec = plan.spec(window);
    if (spec.isEmpty()) {
      return Optional.of("the kind of its windows is not known to this version of Tidemark");
    }
    Optional<String> problem = spec.get().problemWithShorterLateness();
    if (problem.isPresent()) {
      return problem;
    }
    return plan.exchanges().values().stream()
            .anyMatch(exchange -> exchange.is("from", window.textOf("stage")))
        ? Optional.of("results still to come would be late for what takes them in")
        : Optional.empty();
  }
}
