package dev.tidemark.topology.plan;

import static dev.tidemark.topology.plan.PlanChange.Verdict.IN_PLACE;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A topic that was not read before has no offsets in the group, so it is read from its beginning,
 * and what is computed of it is whole.
 */
final class NewSourceStartsAtItsBeginning implements UpgradeRule {

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
    Matched sources = Matched.of(running.sources(), candidate.sources());
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
