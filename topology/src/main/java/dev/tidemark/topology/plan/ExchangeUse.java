package dev.tidemark.topology.plan;

import dev.tidemark.serde.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An exchange of a plan and what goes through it.
 *
 * @param key what it is partitioned by
 * @param elements the type of the elements; empty if partial panes go through it
 */
record ExchangeUse(Exchange exchange, Type<?> key, Optional<Type<?>> elements) {

  /** All exchanges of a plan. */
  static List<ExchangeUse> of(PhysicalPlan plan) {
    List<ExchangeUse> exchanges = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      for (Node node : stage.nodes()) {
        if (node instanceof Node.SendElements send) {
          exchanges.add(
              new ExchangeUse(send.exchange(), send.keyType(), Optional.of(send.elementType())));
        }
        if (node instanceof Node.PartialWindow window) {
          exchanges.add(
              new ExchangeUse(window.exchange(), window.window().keyType(), Optional.empty()));
        }
      }
    }
    return exchanges;
  }
}
