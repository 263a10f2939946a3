package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.change.PartMatch;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.TypeChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Elements on their way were placed by the bytes of the old key. */
public final class ExchangeKeepsItsKey implements UpgradeRule {

  @Override
  public String title() {
    return "the key of a join that moves elements";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    for (PartMatch.Pair exchange :
        PartMatch.of(running.joinExchanges(), candidate.joinExchanges()).both()) {
      TypeChange.ofTopic(exchange.before(), exchange.after(), "key")
          .ifPresent(
              change ->
                  changes.add(
                      new PlanChange(
                          NEEDS_REPLAY,
                          "exchange " + exchange.name(),
                          "its key changed " + change,
                          "elements on their way are where the old key put them",
                          "keep the key, or start a new run with --from")));
    }
    return changes;
  }
}
