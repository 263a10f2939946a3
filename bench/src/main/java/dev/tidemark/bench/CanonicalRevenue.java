package dev.tidemark.bench;

import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.Backoff.backoff;
import static dev.tidemark.topology.dsl.ErrorPolicy.deadLetter;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ofMillis;

import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.schemas.RegionRevenue;
import dev.tidemark.schemas.User;
import dev.tidemark.serde.Types;
import dev.tidemark.topology.dsl.Join;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Duration;

/** The canonical job in Tidemark: what paid orders bring in, by region, every five minutes. */
public final class CanonicalRevenue implements StreamJob {
  /** The parameter that names the topic of the results. */
  static final String OUTPUT_PARAMETER = "output";

  /** The parameter that names the topic of the orders. */
  static final String ORDERS_PARAMETER = "orders";

  /** The parameter by which the job throws where an order's amount is negative. */
  static final String STRICT_PARAMETER = "strict";

  /** The parameter for how often a step that threw is tried again. */
  static final String RETRIES_PARAMETER = "retries";

  private record RegionalOrder(String region, long amountCents) {}

  @Override
  public void define(Topology topology) {
    String output = topology.parameter(OUTPUT_PARAMETER, "revenue-by-region");
    var users = topology.table(Topics.USERS, Types.STRING, Types.avro(User.class));

    long retries = topology.parameter(RETRIES_PARAMETER, 0);
    if (retries > 0) {
      topology.onError(deadLetter().retry((int) retries, backoff(ofMillis(10), ofMillis(100))));
    }
    boolean strict = topology.parameter(STRICT_PARAMETER, false);

    String orders = topology.parameter(ORDERS_PARAMETER, Topics.ORDERS);
    topology.stream(orders, Types.avro(Order.class))
        .eventTime(
            Order::getCreatedAt,
            outOfOrderBy(Duration.ofMillis(CanonicalInput.OUT_OF_ORDER_MS))
                .idleAfter(Duration.ofSeconds(2)))
        .filter("paid", order -> isPaid(order, strict))
        .join(
            Join.inner(users).onRecordKey(),
            Order::getUserId,
            (order, user) -> new RegionalOrder(user.getRegion(), order.getAmountCents()))
        .keyBy(Types.STRING, RegionalOrder::region)
        .window("revenue", tumbling(Duration.ofMillis(CanonicalInput.WINDOW_MS)))
        .aggregate(
            sum(RegionalOrder::amountCents),
            count(),
            (window, amountCents, count) ->
                RegionRevenue.newBuilder()
                    .setRegion(window.key())
                    .setWindowStart(window.start())
                    .setWindowEnd(window.end())
                    .setAmountCents(amountCents)
                    .setOrders(count)
                    .build())
        .to(output, Types.STRING, RegionRevenue::getRegion, Types.avro(RegionRevenue.class));
  }

  private static boolean isPaid(Order order, boolean strict) {
    if (strict && order.getAmountCents() < 0) {
      throw new IllegalArgumentException("a negative amount");
    }
    return order.getStatus() == OrderStatus.PAID;
  }
}
