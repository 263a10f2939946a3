package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Outputs are written by key, to as many partitions as there are. (Where an exchange has as many,
 * that is judged there.)
 */
public final class OutputPartitionsMayChange implements UpgradeRule {

  @Override
  public String title() {
    return "how many partitions an output has";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair topic : PartMatch.of(running.topics(), candidate.topics()).both()) {
      Integer before = running.partitions().get(topic.name());
      Integer after = candidate.partitions().get(topic.name());
      if (!PlanDocument.READ.contains(topic.after().textOf("role"))
          && before != null
          && after != null
          && !before.equals(after)) {
        changes.add(
            new PlanChange(
                IN_PLACE,
                "topic " + topic.name(),
                "has %d partitions now, %d when the run began".formatted(after, before),
                "records of one key may be in another partition than those before",
                "check that its readers don't rely on it"));
      }
    }
    return changes;
  }
}
