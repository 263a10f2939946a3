package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.TypeChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every window is still there, under its name: its open panes are kept and sent under it. Without
 * it they would never be written.
 */
public final class WindowKeepsItsName implements UpgradeRule {

  @Override
  public String title() {
    return "a window is renamed or removed";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    PartMatch windows = PartMatch.of(running.windows(), candidate.windows());
    Map<String, String> renamed =
        windows.renamed((before, after) -> alike(running, before, candidate, after));
    List<PlanChange> changes = new ArrayList<>();
    for (PlanPart window : windows.removed()) {
      String store = window.json().path("name").asText();
      String name = renamed.get(window.name());
      changes.add(
          new PlanChange(
              NEEDS_REPLAY,
              "window " + window.name(),
              name == null
                  ? "is gone: store " + store + " is removed"
                  : "renamed from %s to %s: store %s is removed"
                      .formatted(window.name(), name, store),
              "its open panes would be left behind and never be written",
              (name == null ? "keep it" : "keep the name " + window.name())
                  + ", or start a new run with --from"));
    }
    return changes;
  }

  static boolean alike(
      PlanDocument running, PlanPart before, PlanDocument candidate, PlanPart after) {
    Set<String> fields = new HashSet<>(Set.of("accumulator", "aggregation", "shape"));
    fields.addAll(running.shapeFields(before));
    fields.addAll(candidate.shapeFields(after));
    return TypeChange.ofState(before, after, "key").isEmpty()
        && fields.stream().noneMatch(field -> before.differs(after, field));
  }
}
