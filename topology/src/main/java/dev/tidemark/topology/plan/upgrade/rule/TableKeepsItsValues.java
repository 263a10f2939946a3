package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
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
 * Rows are kept as they were read, each with the id of its schema. Another Avro schema reads them
 * as it reads the topic, which is checked against the registry when the job starts. Values of
 * another format can't be read where the old ones are kept, and the job would fail on them.
 */
public final class TableKeepsItsValues implements UpgradeRule {

  @Override
  public String title() {
    return "a table's values";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE, NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair table : PartMatch.of(running.tables(), candidate.tables()).both()) {
      boolean bySchema = TypeChange.bothHaveSchemas(table.before(), table.after(), "value");
      TypeChange.ofTopic(table.before(), table.after(), "value")
          .map(change -> "its values changed " + change)
          .ifPresent(what -> changes.add(change("table " + table.name(), what, bySchema)));
    }
    return changes;
  }

  private static PlanChange change(String where, String what, boolean bySchema) {
    return bySchema
        ? new PlanChange(
            IN_PLACE,
            where,
            what,
            "rows keep the schema that they were written with",
            "the registry decides when the job starts whether all versions can be read")
        : new PlanChange(
            NEEDS_REPLAY,
            where,
            what,
            "the rows in its store can't be read as that",
            "keep the type, or start a new run with --from");
  }
}
