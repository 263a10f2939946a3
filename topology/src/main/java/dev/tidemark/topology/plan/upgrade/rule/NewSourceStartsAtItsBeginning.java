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
 * A topic that was not read before has no offsets in the group, so it is read from its beginning,
 * and what is computed of it is whole.
 */
public final class NewSourceStartsAtItsBeginning implements UpgradeRule {

  @Override
  public String title() {
    return "a stream is added";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    PartMatch sources = PartMatch.of(running.sources(), candidate.sources());
    Map<String, String> renamed = sources.renamed(SourceIsKept::alike);
    return sources.added().stream()
        .filter(source -> !renamed.containsValue(source.name()))
        .map(
            source ->
                new PlanChange(
                    IN_PLACE,
                    "stream " + source.name(),
                    "is new",
                    "it is read from its beginning",
                    "nothing needs to be done"))
        .toList();
  }
}
