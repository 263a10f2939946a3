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
 * A new exchange is empty, and its channels begin with what is read from now on. (If an existing
 * window reads from it, the window gets other channels, which another rule judges.)
 */
public final class NewExchangeStartsEmpty implements UpgradeRule {

  @Override
  public String title() {
    return "a join that moves elements is added";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(IN_PLACE);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    PartMatch exchanges = PartMatch.of(running.joinExchanges(), candidate.joinExchanges());
    Map<String, String> renamed = exchanges.renamed(ExchangeIsKept::alike);
    return exchanges.added().stream()
        .filter(exchange -> !renamed.containsValue(exchange.name()))
        .map(
            exchange ->
                new PlanChange(
                    IN_PLACE,
                    "exchange " + exchange.name(),
                    "is new",
                    "what is read from now on goes through it",
                    "nothing needs to be done"))
        .toList();
  }
}
