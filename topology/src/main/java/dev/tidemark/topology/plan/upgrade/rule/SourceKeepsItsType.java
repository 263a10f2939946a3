package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.TypeChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The values of a stream are decoded as they are read, and nothing keeps their bytes. Whether the
 * new schema can read every registered version is checked against the registry when the job starts.
 */
public final class SourceKeepsItsType implements UpgradeRule {

  @Override
  public String title() {
    return "a stream's type or schema";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair source : PartMatch.of(running.sources(), candidate.sources()).both()) {
      TypeChange.ofTopic(source.before(), source.after(), "value")
          .ifPresent(
              change ->
                  changes.add(
                      new PlanChange(
                          IN_PLACE,
                          "stream " + source.name(),
                          "its type changed " + change,
                          "what is read from now on is read with it; what can't be is a dead letter",
                          "check that the topic holds values of that type")));
    }
    return changes;
  }
}
