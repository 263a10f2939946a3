package dev.tidemark.tests.jobs;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.max;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.session;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.tidemark.tests.orders.OrdersLog;
import dev.tidemark.topology.dsl.Join;
import dev.tidemark.topology.dsl.Stream;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Jobs of several shapes on the orders of {@link OrdersLog}. */
public final class GeneratedJobs {

  /** Where nothing comes any more. */
  private static final Duration AT_THE_END = ofSeconds(2);

  /**
   * Where more is published while the job runs: nothing may fall idle before all partitions have
   * it, however busy the machine is, since what is late depends on it.
   */
  private static final Duration BETWEEN_PARTS = ofSeconds(8);

  private GeneratedJobs() {}

  /** Every order with the team of its region, from a table with another key: two exchanges. */
  public static final class OrdersByTeam implements StreamJob {
    @Override
    public void define(Topology topology) {
      var teams = topology.table("teams", STRING, STRING);
      Stream<TeamOrder> joined =
          orders(topology, BETWEEN_PARTS).join(teams, GeneratedJobs::region, OrdersByTeam::join);
      write(joined, "orders-by-team", "orders-by-team-late");
    }

    private static TeamOrder join(String order, String team) {
      return new TeamOrder(team, amount(order));
    }
  }

  /** The same, with orders of unknown regions for the team {@code nobody}. */
  public static final class AllOrdersByTeam implements StreamJob {
    @Override
    public void define(Topology topology) {
      var teams = topology.table("teams", STRING, STRING);
      Stream<TeamOrder> joined =
          orders(topology, BETWEEN_PARTS)
              .join(Join.left(teams), GeneratedJobs::region, AllOrdersByTeam::join);
      write(joined, "all-orders-by-team", "all-orders-by-team-late");
    }

    private static TeamOrder join(String order, Optional<String> team) {
      return new TeamOrder(team.orElse("nobody"), amount(order));
    }
  }

  /** Orders of one region that follow one another within 40 ms. */
  public static final class OrderBursts implements StreamJob {
    @Override
    public void define(Topology topology) {
      orders(topology, AT_THE_END)
          .keyBy(STRING, GeneratedJobs::region)
          .window(
              "bursts",
              session(ofMillis(40)).allowedLateness(ofMillis(300)).lateTo("order-bursts-late"))
          .aggregate(
              count(),
              sum(GeneratedJobs::amount),
              (burst, orders, cents) ->
                  "%s@%d-%d=%d/%d"
                      .formatted(
                          burst.key(),
                          burst.first().toEpochMilli(),
                          burst.last().toEpochMilli(),
                          orders,
                          cents))
          .to("order-bursts", STRING, GeneratedJobs::keyOf, STRING);
    }
  }

  /** The busiest region of each 5 seconds by orders in a second: a window of a window's results. */
  public static final class BusiestSeconds implements StreamJob {
    @Override
    public void define(Topology topology) {
      orders(topology, AT_THE_END)
          .keyBy(STRING, GeneratedJobs::region)
          .window(
              "seconds",
              tumbling(ofSeconds(1)).allowedLateness(ofMillis(500)).lateTo("busiest-seconds-late"))
          .aggregate(count(), (window, orders) -> orders)
          .keyBy(STRING, orders -> "all")
          .window("busiest", tumbling(ofSeconds(5)))
          .aggregate(
              count(),
              sum(Long::longValue),
              max(LONG, orders -> orders),
              (window, panes, orders, most) ->
                  "all@%d=%d/%d/%d".formatted(window.start().toEpochMilli(), panes, orders, most))
          .to("busiest-seconds", STRING, GeneratedJobs::keyOf, STRING);
    }
  }

  private record TeamOrder(String team, long amount) {}

  private static Stream<String> orders(Topology topology, Duration idleAfter) {
    return topology.stream("orders", STRING)
        .eventTime(
            order -> Instant.ofEpochMilli(Long.parseLong(order.split(",", 2)[0])),
            outOfOrderBy(ofSeconds(1)).idleAfter(idleAfter));
  }

  private static void write(Stream<TeamOrder> orders, String topic, String late) {
    orders
        .keyBy(STRING, TeamOrder::team)
        .window("seconds", tumbling(ofSeconds(1)).lateTo(late))
        .aggregate(
            count(),
            sum(TeamOrder::amount),
            (window, count, cents) ->
                "%s@%d=%d/%d".formatted(window.key(), window.start().toEpochMilli(), count, cents))
        .to(topic, STRING, GeneratedJobs::keyOf, STRING);
  }

  private static String region(String order) {
    return order.split(",", -1)[1];
  }

  private static long amount(String order) {
    return Long.parseLong(order.split(",", -1)[2]);
  }

  private static String keyOf(String result) {
    return result.substring(0, result.indexOf('@'));
  }
}
