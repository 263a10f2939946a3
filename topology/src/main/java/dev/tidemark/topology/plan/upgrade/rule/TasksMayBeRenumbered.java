package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.TaskNumbers;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.List;
import java.util.Set;

/**
 * Kafka Streams 4.3 numbers what runs in one task by order of appearance, and names tasks and their
 * local folders by that number. State is found by the names of its changelogs, so it is the same;
 * but the folders hold that of other tasks, which is found out when they are opened and restored.
 * Old and new workers can't be in one group at a time.
 */
public final class TasksMayBeRenumbered implements UpgradeRule {

  @Override
  public String title() {
    return "the order of streams, tables, joins and windows";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<String> before = TaskNumbers.of(running);
    List<String> after = TaskNumbers.of(candidate);
    if (before.equals(after)) {
      return List.of();
    }
    return List.of(
        new PlanChange(
            IN_PLACE,
            "tasks",
            "are renumbered: from %s to %s"
                .formatted(String.join(" | ", before), String.join(" | ", after)),
            "state is found by name, and restored from its changelogs as local folders go by number",
            "nothing needs to be done; it takes as long as restoring does"));
  }
}
