package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Panes are kept by the bounds of their window, or by when they close; both follow from the shape.
 */
public final class WindowKeepsItsShape implements UpgradeRule {

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
    for (PartMatch.Pair window : PartMatch.of(running.windows(), candidate.windows()).both()) {
      String where = "window " + window.name();
      if (window.before().differs(window.after(), "shape")) {
        changes.add(change(where, "changed " + window.before().change(window.after(), "shape")));
      } else if (isUnknown(window.before(), running) || isUnknown(window.after(), candidate)) {
        changes.add(unknown(where, window.after().textOf("shape")));
      } else {
        differing(window, running, candidate)
            .ifPresent(
                field ->
                    changes.add(
                        change(
                            where,
                            "its %s changed %s"
                                .formatted(
                                    field.replaceFirst("_ms$", "").replace('_', ' '),
                                    window.before().change(window.after(), field)))));
      }
    }
    return changes;
  }

  /** The first field of the shape that differs. */
  private static Optional<String> differing(
      PartMatch.Pair window, PlanDocument running, PlanDocument candidate) {
    Set<String> fields = new LinkedHashSet<>(running.shapeFields(window.before()));
    fields.addAll(candidate.shapeFields(window.after()));
    return fields.stream()
        .filter(field -> window.before().differs(window.after(), field))
        .findFirst();
  }

  private static boolean isUnknown(PlanPart window, PlanDocument plan) {
    return window.text("shape").isPresent() && plan.spec(window).isEmpty();
  }

  private static PlanChange unknown(String where, String kind) {
    return new PlanChange(
        NEEDS_REPLAY,
        where,
        "its shape (kind " + kind + ") can't be read by this version of Tidemark",
        "it isn't known whether its open panes fit the new windows",
        "use the version of Tidemark that wrote the plan, or start a new run with --from");
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
