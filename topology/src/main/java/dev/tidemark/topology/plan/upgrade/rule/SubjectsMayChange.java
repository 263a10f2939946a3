package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Records name their schema by its id, which is independent of the subject. So what was written can
 * be read on, and what is written from now on has its schema checked under the new subject.
 */
public final class SubjectsMayChange implements UpgradeRule {

  private static final List<String> SIDES = List.of("key", "value");

  @Override
  public String title() {
    return "the subject of a topic's keys or values";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair topic : PartMatch.of(running.topics(), candidate.topics()).both()) {
      for (String side : SIDES) {
        PlanPart before = topic.before().part(side);
        PlanPart after = topic.after().part(side);
        if (before.differs(after, "subject")) {
          changes.add(
              new PlanChange(
                  IN_PLACE,
                  "topic " + topic.name(),
                  "the subject of its " + side + "s changed " + before.change(after, "subject"),
                  "records name their schema by its id, whatever its subject",
                  "let producers and consumers of the topic name their subjects alike"));
        }
      }
    }
    return changes;
  }
}
