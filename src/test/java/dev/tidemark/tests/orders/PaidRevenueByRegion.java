package dev.tidemark.tests.orders;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.serde.Types.avro;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.schemas.RegionRevenue;
import dev.tidemark.schemas.User;
import dev.tidemark.topology.dsl.Join;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;

/** The canonical job: what paid orders bring in, by region, every five minutes. */
public final class PaidRevenueByRegion implements StreamJob {

  private record RegionalOrder(String region, long amountCents) {}

  @Override
  public void define(Topology topology) {
    var users = topology.table("users", STRING, avro(User.class));

    topology.stream("orders", avro(Order.class))
        .eventTime(Order::getCreatedAt, outOfOrderBy(ofSeconds(10)).idleAfter(ofMinutes(1)))
        .filter("paid", order -> order.getStatus() == OrderStatus.PAID)
        .join(
            Join.inner(users).onRecordKey(),
            Order::getUserId,
            (order, user) -> new RegionalOrder(user.getRegion(), order.getAmountCents()))
        .keyBy(STRING, RegionalOrder::region)
        .window(
            "revenue", tumbling(ofMinutes(5)).allowedLateness(ofMinutes(1)).lateTo("orders-late"))
        .aggregate(
            sum(RegionalOrder::amountCents),
            count(),
            (window, cents, orders) ->
                new RegionRevenue(window.key(), window.start(), window.end(), cents, orders))
        .to("revenue-by-region", STRING, RegionRevenue::getRegion, avro(RegionRevenue.class));
  }
}
