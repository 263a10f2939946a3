package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.SchemaShape;
import dev.tidemark.topology.plan.upgrade.change.TypeChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Open panes and those on their way are bytes of one layout, which another can't read. */
public final class WindowKeepsItsAccumulator implements UpgradeRule {

  @Override
  public String title() {
    return "the layout of a window's accumulators";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair window : PartMatch.of(running.windows(), candidate.windows()).both()) {
      if (window.before().differs(window.after(), "accumulator")) {
        changes.add(
            new PlanChange(
                NEEDS_REPLAY,
                "window " + window.name(),
                "its accumulators changed "
                    + window.before().change(window.after(), "accumulator")
                    + fields(window),
                "open panes can't be read as that",
                "keep the aggregations, their order and types, or start a new run with --from"));
      }
    }
    return changes;
  }

  /**
   * Returns the differences of the schemas that they are pinned to, where both plans have as many.
   */
  private static String fields(PartMatch.Pair window) {
    JsonNode before = window.before().json().path("accumulator_schemas");
    JsonNode after = window.after().json().path("accumulator_schemas");
    if (!before.isArray() || !after.isArray() || before.size() != after.size()) {
      return "";
    }
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (!SchemaShape.of(before.get(i)).equals(SchemaShape.of(after.get(i)))) {
        differences.add(TypeChange.fields(before.get(i), after.get(i)));
      }
    }
    return differences.isEmpty() ? "" : " (" + String.join("; ", differences) + ")";
  }
}
