package dev.tidemark.topology.plan.upgrade.rule;

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
 * A topic has keys of one kind. Results under other keys land in other partitions, and compaction
 * and tables take them for other rows; a new run writes to the same topic. With Avro the key's
 * bytes hold the id of its schema, so any other schema makes other keys.
 */
public final class OutputKeepsItsKeys implements UpgradeRule {

  @Override
  public String title() {
    return "the keys of an output";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(REFUSED);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair output : PartMatch.of(running.outputs(), candidate.outputs()).both()) {
      PlanPart before = output.before().part("key");
      PlanPart after = output.after().part("key");
      boolean otherType = before.differs(after, "type");
      if (otherType || before.differs(after, "schema")) {
        changes.add(
            new PlanChange(
                REFUSED,
                "topic " + output.name(),
                otherType
                    ? "its keys changed " + before.change(after, "type")
                    : "the schema of its keys changed",
                "it holds results under the old keys, whose bytes are others",
                "write to a new topic"));
      }
    }
    return changes;
  }
}
