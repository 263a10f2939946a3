package dev.tidemark.topology.dsl;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * A job: a class with a constructor without arguments, which defines the computation. It is found
 * in its jar by {@code META-INF/services/dev.tidemark.topology.dsl.StreamJob}.
 *
 * <pre>{@code
 * public final class PaidRevenueByRegion implements StreamJob {
 *   @Override
 *   public void define(Topology topology) {
 *     Table<String, User> users = topology.table("users", STRING, avro(User.class));
 *
 *     topology
 *         .stream("orders", avro(Order.class))
 *         .eventTime(Order::getCreatedAt, outOfOrderBy(ofSeconds(10)).idleAfter(ofMinutes(1)))
 *         .filter("paid", order -> order.getStatus() == PAID)
 *         .join(users, Order::getUserId, RegionalOrder::of)
 *         .keyBy(STRING, RegionalOrder::region)
 *         .window("revenue", tumbling(ofMinutes(5)).lateTo("orders-late"))
 *         .aggregate(
 *             sum(RegionalOrder::amountCents),
 *             count(),
 *             (window, cents, orders) ->
 *                 new Revenue(window.key(), window.start(), window.end(), cents, orders))
 *         .to("revenue-by-region", STRING, Revenue::getRegion, avro(Revenue.class));
 *   }
 * }
 * }</pre>
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public interface StreamJob {

  /**
   * Defines the job. Called once for each plan, possibly in other processes and long before events
   * are read, so it must define the same job whenever the parameters are the same: no clock, no
   * randomness, no connection. The functions handed over are called later, by several threads at a
   * time; they should depend on their arguments alone, or a replay gives other results.
   *
   * @param topology the topology to define the job on; not usable after this method has returned
   */
  void define(Topology topology);

  /**
   * The name of the job: names its consumer group, its internal topics and its dead letters.
   *
   * @return {@code [a-z0-9-]{1,64}}; unless overridden, the simple name of the class in kebab-case
   */
  default String name() {
    return getClass()
        .getSimpleName()
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }
}
