package dev.tidemark.tests;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.max;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.Disorder.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.tidemark.serde.Types;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Instant;

/**
 * Counts and sums the orders of {@link OrdersLog} by region and second: filters, refuses what it
 * can't understand, and needs an exchange.
 */
public final class OrdersByRegion implements StreamJob {

  @Override
  public void define(Topology topology) {
    topology.stream("orders", STRING)
        .eventTime(
            order -> Instant.ofEpochMilli(Long.parseLong(order.split(",", 2)[0])),
            outOfOrderBy(ofSeconds(1)).idleAfter(topology.parameter("idle-after", ofSeconds(2))))
        .filter("positive", order -> amount(order) >= 0)
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

  private static long amount(String order) {
    return Long.parseLong(order.split(",", -1)[2]);
  }
}
