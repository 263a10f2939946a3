package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table that is new has no offsets in the group: it is read from its beginning, and the streams
 * that are joined with it wait until it has been read to its end.
 */
public final class NewTableIsReadFirst implements UpgradeRule {

  @Override
  public String title() {
    return "a table is added";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    PartMatch tables = PartMatch.of(running.tables(), candidate.tables());
    Map<String, String> renamed = tables.renamed(TableIsKept::alike);
    return tables.added().stream()
        .filter(table -> !renamed.containsValue(table.name()))
        .map(
            table ->
                new PlanChange(
                    IN_PLACE,
                    "table " + table.name(),
                    "is new",
                    "it is read from its beginning before anything is joined with it",
                    "nothing needs to be done"))
        .toList();
  }
}
