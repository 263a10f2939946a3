package dev.tidemark.tests;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.serde.Types.avro;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.Disorder.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.schemas.User;
import dev.tidemark.serde.Type;
import dev.tidemark.testkit.JobHarness;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.operators.DeadLetter;
import dev.tidemark.topology.plan.InvalidTopologyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Jobs that say which fields they read, in the test kit. */
class DeclaredFieldsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static JobHarness harness(Consumer<Topology> define) {
    StreamJob job =
        new StreamJob() {
          @Override
          public String name() {
            return "declared";
          }

          @Override
          public void define(Topology topology) {
            define.accept(topology);
          }
        };
    return JobHarness.of(job, Map.of());
  }

  private static JobHarness revenueByUser(Type<Order> orders, Function<Order, String> key) {
    return harness(
        topology ->
            topology
                .stream("orders", orders)
                .eventTime(Order::getCreatedAt, outOfOrderBy(Duration.ofSeconds(10)))
                .filter("paid", order -> order.getStatus() == OrderStatus.PAID)
                .keyBy(STRING, key)
                .window("revenue", tumbling(Duration.ofMinutes(1)))
                .aggregate(
                    sum(Order::getAmountCents), (window, cents) -> window.key() + "=" + cents)
                .to("revenue", STRING, text -> text, STRING));
  }

  private static Order order(String user, OrderStatus status, long cents, int second) {
    return new Order(
        "o-" + second, user, status, cents, START.plusSeconds(second), "EUR", "web", "note");
  }

  private static void sendOrders(JobHarness job) {
    job.send("orders", "ann", order("ann", OrderStatus.PAID, 100, 1))
        .send("orders", "ann", order("ann", OrderStatus.PENDING, 50, 2))
        .send("orders", "bob", order("bob", OrderStatus.PAID, 7, 3))
        .send("orders", "ann", order("ann", OrderStatus.PAID, 11, 4))
        .becomeIdle();
  }

  @Test
  void shouldAnswerAsWithTheWholeRecordWhenAllThatIsReadIsNamed() {
    JobHarness job =
        revenueByUser(
            avro(Order.class)
                .only(
                    Order::getUserId, Order::getStatus, Order::getAmountCents, Order::getCreatedAt),
            Order::getUserId);
    sendOrders(job);

    assertThat(job.values("revenue", String.class)).containsExactlyInAnyOrder("ann=111", "bob=7");
    assertThat(job.deadLetters()).isEmpty();
  }

  @Test
  void shouldFailTheTestOfAJobThatReadsMoreThanItSays() {
    JobHarness job =
        revenueByUser(
            avro(Order.class).only("user_id", "status", "amount_cents", "created_at"),
            Order::getCurrency);

    assertThatThrownBy(() -> sendOrders(job))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "orders as avro dev.tidemark.schemas.Order only user_id, status, amount_cents,"
                + " created_at")
        .hasMessageContaining("name every field");
  }

  @Test
  void shouldDecodeTheRestOnlyOfWhatPassesTheFilters() {
    JobHarness job =
        harness(
            topology ->
                topology
                    .stream("orders", avro(Order.class).first("status", "created_at"))
                    .eventTime(Order::getCreatedAt, outOfOrderBy(Duration.ofSeconds(10)))
                    .filter("paid", order -> order.getStatus() == OrderStatus.PAID)
                    .filter("again", order -> order.getStatus() != OrderStatus.CANCELLED)
                    .to("orders-paid", STRING, Order::getUserId, avro(Order.class)));
    sendOrders(job);

    assertThat(job.values("orders-paid", Order.class))
        .containsExactlyInAnyOrder(
            order("ann", OrderStatus.PAID, 100, 1),
            order("bob", OrderStatus.PAID, 7, 3),
            order("ann", OrderStatus.PAID, 11, 4));
  }

  @Test
  void shouldFailTheTestOfAJobWhoseFilterReadsMoreThanIsReadFirst() {
    JobHarness job =
        harness(
            topology ->
                topology
                    .stream("orders", avro(Order.class).first("created_at"))
                    .eventTime(Order::getCreatedAt, outOfOrderBy(Duration.ofSeconds(10)))
                    .filter("paid", order -> order.getStatus() == OrderStatus.PAID)
                    .to("orders-paid", STRING, Order::getUserId, avro(Order.class)));

    assertThatThrownBy(() -> sendOrders(job))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("only created_at read first");
  }

  @Test
  void shouldFindADefectInTheRestOnlyInWhatPassesTheFilters() {
    Type<Order> type = avro(Order.class).first("status", "created_at");
    JobHarness job =
        harness(
            topology -> {
              var paid =
                  topology
                      .stream("orders", type)
                      .filter("paid", order -> order.getStatus() == OrderStatus.PAID);
              paid.map("cents", LONG, Order::getAmountCents).to("cents", LONG, c -> c, LONG);
              paid.map("user", STRING, Order::getUserId).to("users-seen", STRING, u -> u, STRING);
            });
    byte[] pending = cut(order("ann", OrderStatus.PENDING, 1, 1));
    byte[] paid = cut(order("ann", OrderStatus.PAID, 1, 2));

    job.send("orders", "ann", order("ann", OrderStatus.PAID, 5, 0));
    job.sendBytes("orders", null, pending);
    assertThat(job.deadLetters()).isEmpty();
    job.sendBytes("orders", null, paid);

    assertThat(job.deadLetters())
        .extracting(DeadLetter::step, DeadLetter::cause)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("orders", "MALFORMED"));
    assertThat(job.values("cents", Long.class)).containsExactly(5L);
    assertThat(job.values("users-seen", String.class)).containsExactly("ann");
  }

  /** As on the topic of the test kit, whose registry knows one schema so far; without its end. */
  private static byte[] cut(Order order) {
    byte[] state = avro(Order.class).stateCodec().encode(order);
    byte[] framed = dev.tidemark.serde.WireFormat.frame(1, state);
    return Arrays.copyOf(framed, framed.length - 3);
  }

  @Test
  void shouldReadATableInPart() {
    JobHarness job =
        harness(
            topology -> {
              var users = topology.table("users", STRING, avro(User.class).only(User::getRegion));
              topology
                  .stream("orders", avro(Order.class).only("user_id"))
                  .join(users, Order::getUserId, (order, user) -> user.getRegion())
                  .to("regions", STRING, region -> region, STRING);
            });
    job.send("users", "ann", new User("ann", "Ann", "north", "a@x", START));
    sendOrders(job);

    assertThat(job.values("regions", String.class)).isEqualTo(List.of("north", "north", "north"));
  }

  @Test
  void shouldRefuseToWriteWhatWasReadInPart() {
    Type<Order> some = avro(Order.class).only("status");

    assertThatThrownBy(
            () ->
                harness(
                    t ->
                        t.stream("orders", some)
                            .filter("paid", order -> order.getStatus() == OrderStatus.PAID)
                            .to("orders-paid", STRING, o -> "", avro(Order.class))))
        .isInstanceOf(InvalidTopologyException.class)
        .hasMessage(
            "to orders-paid: writes what stream orders reads, and that leaves fields out (avro"
                + " dev.tidemark.schemas.Order only status); read the stream whole, or map what is"
                + " read to what is to be written");
    assertThatThrownBy(
            () ->
                harness(
                    t ->
                        t.stream("orders", avro(Order.class))
                            .to("orders-paid", STRING, o -> "", some)))
        .isInstanceOf(InvalidTopologyException.class)
        .hasMessageContaining("only(...) is for what a job reads");
  }
}
