package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.REFUSED;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Each Avro value names its schema, so readers continue to work as far as the subject's
 * compatibility level promises, which the registry checks when the job starts. Values of another
 * format name nothing: readers can't distinguish old from new, not even in a new run.
 */
public final class OutputKeepsItsValues implements UpgradeRule {

  @Override
  public String title() {
    return "the values of an output";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE, REFUSED);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair output : PartMatch.of(running.outputs(), candidate.outputs()).both()) {
      PlanPart before = output.before().part("value");
      PlanPart after = output.after().part("value");
      String where = "topic " + output.name();
      boolean bySchema =
          before.json().path("schema").isContainerNode()
              && after.json().path("schema").isContainerNode();
      if (bySchema && before.differs(after, "schema")) {
        changes.add(
            new PlanChange(
                IN_PLACE,
                where,
                "the schema of its values changed",
                "each value names its schema",
                "the registry decides when the job starts whether the subject takes it"));
      } else if (!bySchema && before.differs(after, "type")) {
        changes.add(
            new PlanChange(
                REFUSED,
                where,
                "its values changed " + before.change(after, "type"),
                "it holds values of another format, and readers can't tell them apart",
                "write to a new topic"));
      }
    }
    return changes;
  }
}
