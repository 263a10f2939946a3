package dev.tidemark.topology.plan;

import dev.tidemark.serde.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An exchange of a plan and what goes through it.
 *
 * @param from the stage that writes to it
 * @param to the stage that reads it
 * @param key what it is partitioned by
 * @param elements the type of the elements; empty if partial panes go through it
 */
record ExchangeUse(
    Exchange exchange, String from, String to, Type<?> key, Optional<Type<?>> elements) {

  /** All exchanges of a plan. */
  static List<ExchangeUse> of(PhysicalPlan plan) {
    List<ExchangeUse> exchanges = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      for (Node node : stage.nodes()) {
        if (node instanceof Node.SendElements send) {
          exchanges.add(
              new ExchangeUse(
                  send.exchange(),
                  stage.name(),
                  readerOf(plan, send.exchange()),
                  send.keyType(),
                  Optional.of(send.elementType())));
        }
        if (node instanceof Node.PartialWindow window) {
          exchanges.add(
              new ExchangeUse(
                  window.exchange(),
                  stage.name(),
                  readerOf(plan, window.exchange()),
                  window.window().keyType(),
                  Optional.empty()));
        }
      }
    }
    return exchanges;
  }

  private static String readerOf(PhysicalPlan plan, Exchange exchange) {
    return plan.stages().stream()
        .filter(stage -> reads(stage.input(), exchange))
        .map(Stage::name)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing reads exchange " + exchange.name()));
  }

  private static boolean reads(Node input, Exchange exchange) {
    return (input instanceof Node.ReceiveElements receive && receive.exchange().equals(exchange))
        || (input instanceof Node.FinalWindow window && window.exchange().equals(exchange));
  }
}
