package dev.tidemark.tests.base;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Backoff.backoff;
import static dev.tidemark.topology.dsl.ErrorPolicy.deadLetter;
import static dev.tidemark.topology.dsl.ErrorPolicy.fail;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.tidemark.topology.dsl.Stream;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.util.HashSet;
import java.util.Set;

/** Copies orders, and fails at some: once, or always. */
public final class Flaky implements StreamJob {

  private final Set<String> failed = new HashSet<>();

  @Override
  public void define(Topology topology) {
    topology.onError(deadLetter().retry(2, backoff(ofMillis(200), ofSeconds(1))));
    Stream<String> orders = topology.stream("orders", STRING);
    Stream<String> checked = topology.parameter("stops", false) ? orders.onError(fail()) : orders;
    checked.filter("checked", this::isChecked).to("checked", STRING, order -> order, STRING);
  }

  private synchronized boolean isChecked(String order) {
    if (order.equals("fails-always") || (order.equals("fails-once") && failed.add(order))) {
      throw new IllegalStateException("not now");
    }
    return true;
  }
}
