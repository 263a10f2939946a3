package dev.tidemark.topology.plan;

import static dev.tidemark.topology.plan.PlanChange.Verdict.IN_PLACE;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A new exchange is empty, and its channels begin with what is read from now on. (Where it stands
 * before a window that is there already, the window gets other channels, which is judged there.)
 */
final class NewExchangeStartsEmpty implements UpgradeRule {

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
    Matched exchanges = Matched.of(running.joinExchanges(), candidate.joinExchanges());
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
