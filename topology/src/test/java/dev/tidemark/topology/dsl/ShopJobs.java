package dev.tidemark.topology.dsl;

import static dev.tidemark.schemas.OrderStatus.PAID;
import static dev.tidemark.serde.Types.INSTANT;
import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.serde.Types.avro;
import static dev.tidemark.topology.dsl.Aggregations.average;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.max;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.Backoff.backoff;
import static dev.tidemark.topology.dsl.ErrorPolicy.deadLetter;
import static dev.tidemark.topology.dsl.ErrorPolicy.fail;
import static dev.tidemark.topology.dsl.ErrorPolicy.skip;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.session;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.RegionRevenue;
import dev.tidemark.schemas.User;
import java.time.Duration;
import java.util.List;

/** Jobs of a web shop whose plans are kept as files. */
final class ShopJobs {

  private ShopJobs() {}

  /** An order and where it was placed. */
  record RegionalOrder(String region, long amountCents) {
    static RegionalOrder of(Order order, User user) {
      return new RegionalOrder(user.getRegion(), order.getAmountCents());
    }
  }

  /** A foreign join, then a window: three stages. */
  static final class PaidRevenueByRegion implements StreamJob {
    @Override
    public void define(Topology topology) {
      Table<String, User> users = topology.table("users", STRING, avro(User.class));

      topology.stream("orders", avro(Order.class))
          .eventTime(
              Order::getCreatedAt,
              outOfOrderBy(ofSeconds(10)).idleAfter(ofMinutes(1)).maxAhead(ofDays(1)))
          .filter("paid", order -> order.getStatus() == PAID)
          .join(users, Order::getUserId, RegionalOrder::of)
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

  /** One stream, four outputs, one of them behind two windows; parameters. */
  static final class OrderStatistics implements StreamJob {
    @Override
    public void define(Topology topology) {
      Duration size = topology.parameter("window", ofHours(1));
      long least = topology.parameter("least-cents", 100);
      boolean strict = topology.parameter("strict", false);
      Table<String, User> users = topology.table("users", STRING, avro(User.class));
      Stream<Order> orders =
          topology.stream("orders", avro(Order.class))
              .eventTime(Order::getCreatedAt, outOfOrderBy(ofSeconds(10)))
              .filter("worth", order -> !strict || order.getAmountCents() >= least);

      orders
          .join(Join.left(users).onRecordKey(), Order::getUserId, (order, user) -> order)
          .as(avro(Order.class))
          .to("orders-checked", STRING, Order::getUserId, avro(Order.class));

      Stream<Long> hourly =
          orders
              .keyBy(STRING, Order::getUserId)
              .window("by-user", tumbling(size))
              .aggregate(sum(Order::getAmountCents), (window, cents) -> cents);
      hourly.to("spent-by-user", LONG, cents -> cents, LONG);
      hourly
          .keyBy(LONG, cents -> cents / 10_000)
          .window("histogram", tumbling(ofDays(1)).lateTo("never"))
          .aggregate(count(), average(Long::longValue), (window, users1, mean) -> users1)
          .to("spending-histogram", LONG, n -> n, LONG);

      orders
          .flatMap("words", STRING, order -> List.of(order.getChannel().split(" ")))
          .keyBy(STRING, word -> word)
          .window("visits", session(ofMinutes(30)))
          .aggregate(max(STRING, word -> word), (window, word) -> window.last())
          .map("stated", INSTANT, last -> last)
          .to("visits-1", STRING, last -> "k", INSTANT);
    }
  }

  /** Two foreign joins in a row, no window. */
  static final class EnrichedOrders implements StreamJob {
    @Override
    public void define(Topology topology) {
      Table<String, User> users = topology.table("users", STRING, avro(User.class));
      Table<String, String> channels = topology.table("channels", STRING, STRING);
      topology.stream("orders", avro(Order.class))
          .join(Join.left(users).named("buyer"), Order::getUserId, (order, user) -> order)
          .as(avro(Order.class))
          .join(channels, Order::getChannel, (order, channel) -> channel)
          .to("enriched", STRING, text -> text, STRING);
    }
  }

  /** Policies for errors, of the job and of steps, and a window whose results can be corrected. */
  static final class MendedRevenue implements StreamJob {
    @Override
    public void define(Topology topology) {
      topology.onError(
          deadLetter()
              .retry(3, backoff(ofMillis(200), ofSeconds(5)))
              .failAbove(1_000, ofMinutes(1)));
      topology.stream("orders", avro(Order.class))
          .eventTime(Order::getCreatedAt, outOfOrderBy(ofSeconds(10)))
          .onError(skip())
          .filter("paid", order -> order.getStatus() == PAID)
          .onError(fail())
          .keyBy(STRING, Order::getChannel)
          .window("by-channel", tumbling(ofMinutes(5)).correctableFor(ofDays(1)))
          .aggregate(count(), (window, orders) -> orders)
          .to("orders-by-channel", LONG, orders -> orders, LONG);
    }
  }
}
