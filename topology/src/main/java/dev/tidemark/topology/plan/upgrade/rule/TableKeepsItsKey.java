package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.TypeChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Elements are on their way to a table by the bytes of its key, and rows are found by them. With
 * Avro keys these hold the id of the schema, so any other schema makes other bytes.
 */
public final class TableKeepsItsKey implements UpgradeRule {

  @Override
  public String title() {
    return "a table's key";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair table : PartMatch.of(running.tables(), candidate.tables()).both()) {
      TypeChange.ofTopic(table.before(), table.after(), "key")
          .ifPresent(
              change ->
                  changes.add(
                      new PlanChange(
                          NEEDS_REPLAY,
                          "table " + table.name(),
                          "its key changed " + change,
                          "rows are found by the bytes of the key, and elements on their way were"
                              + " sent by the old ones",
                          "keep the key, or start a new run with --from")));
    }
    return changes;
  }
}
