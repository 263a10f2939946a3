package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The partitions of a stream are the channels of the exchanges behind it, and every control message
 * carries their number: a job that meets another number fails. The changelogs of its stores have as
 * many partitions, too, and Kafka Streams refuses to start with others.
 */
public final class InputKeepsItsPartitions implements UpgradeRule {

  @Override
  public String title() {
    return "how many partitions a stream or table has";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair topic : PartMatch.of(running.topics(), candidate.topics()).both()) {
      Integer before = running.partitions().get(topic.name());
      Integer after = candidate.partitions().get(topic.name());
      if (PlanDocument.READ.contains(topic.after().textOf("role"))
          && before != null
          && after != null
          && !before.equals(after)) {
        changes.add(
            new PlanChange(
                NEEDS_REPLAY,
                topic.after().textOf("role") + " " + topic.name(),
                "has %d partitions now, %d when the run began".formatted(after, before),
                "its partitions are the channels of watermarks, and changelogs have as many",
                "start a new run with --from"));
      }
    }
    return changes;
  }
}
