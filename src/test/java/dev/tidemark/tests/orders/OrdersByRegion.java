package dev.tidemark.tests.orders;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.max;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.Backoff.backoff;
import static dev.tidemark.topology.dsl.ErrorPolicy.deadLetter;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.tidemark.serde.Types;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts and sums the orders of {@link OrdersLog} by region and second: filters, refuses what it
 * can't understand, and needs an exchange. With the parameter {@code troubled} it leans on a
 * service that is away for some orders when it is first asked.
 */
public final class OrdersByRegion implements StreamJob {

  /** How long a service is away for an order, from when it is first asked about it. */
  private static final long AWAY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** When this process first asked about an order for which the service is away. */
  private static final Map<String, Long> ASKED = new ConcurrentHashMap<>();

  @Override
  public void define(Topology topology) {
    boolean troubled = topology.parameter("troubled", false);
    if (troubled) {
      topology.onError(deadLetter().retry(20, backoff(ofMillis(50), ofMillis(400))));
    }
    topology.stream("orders", STRING)
        .eventTime(
            order -> Instant.ofEpochMilli(Long.parseLong(order.split(",", 2)[0])),
            outOfOrderBy(ofSeconds(1)).idleAfter(topology.parameter("idle-after", ofSeconds(2))))
        .filter("positive", order -> isServed(order, troubled) && amount(order) >= 0)
        .keyBy(STRING, order -> order.split(",", -1)[1])
        .window(
            "seconds",
            tumbling(ofSeconds(1)).allowedLateness(ofMillis(500)).lateTo("orders-by-region-late"))
        .aggregate(
            count(),
            sum(OrdersByRegion::amount),
            max(Types.LONG, OrdersByRegion::amount),
            (window, orders, cents, most) ->
                window.key()
                    + "@"
                    + window.start().toEpochMilli()
                    + "="
                    + orders
                    + "/"
                    + cents
                    + "/"
                    + most)
        .to("orders-by-region", STRING, result -> result.substring(0, result.indexOf('@')), STRING);
  }

  /** Of one order in a hundred not at once. */
  private static boolean isServed(String order, boolean troubled) {
    if (troubled && order.hashCode() % 100 == 0) {
      long now = System.nanoTime();
      long asked = ASKED.computeIfAbsent(order, first -> now);
      if (now - asked < AWAY_NANOS) {
        throw new IllegalStateException("the service is away");
      }
    }
    return true;
  }

  private static long amount(String order) {
    return Long.parseLong(order.split(",", -1)[2]);
  }
}
