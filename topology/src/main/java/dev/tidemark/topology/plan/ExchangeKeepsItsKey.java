package dev.tidemark.topology.plan;

import static dev.tidemark.topology.plan.PlanChange.Verdict.NEEDS_REPLAY;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Elements on their way were placed by the bytes of the old key. */
final class ExchangeKeepsItsKey implements UpgradeRule {

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
    for (Matched.Pair exchange :
        Matched.of(running.joinExchanges(), candidate.joinExchanges()).both()) {
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
