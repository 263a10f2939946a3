package dev.tidemark.topology.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * An exchange of a plan and what goes through it.
 *
 * @param output the exchange and what its writers send, which is the same for all of them
 * @param from the stages that write to it, in the order of the plan
 * @param to the stage that reads it
 */
public record ExchangeUse(ExchangeOutput output, List<String> from, String to) {

  /** All exchanges of a plan. */
  public static List<ExchangeUse> of(PhysicalPlan plan) {
    List<Exchange> known = new ArrayList<>();
    List<ExchangeUse> uses = new ArrayList<>();
    for (Node node : plan.nodes()) {
      node.writes()
          .filter(output -> !known.contains(output.exchange()))
          .ifPresent(
              output -> {
                known.add(output.exchange());
                uses.add(use(plan, output));
              });
    }
    return uses;
  }

  private static ExchangeUse use(PhysicalPlan plan, ExchangeOutput output) {
    List<String> from = plan.writersOf(output.exchange()).stream().map(Stage::name).toList();
    return new ExchangeUse(output, from, plan.readerOf(output.exchange()).name());
  }
}
