package dev.tidemark.tests.rules;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.serde.Types.avro;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.schemas.User;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.testkit.JobHarness;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.plan.InvalidTopologyException;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.stage.base.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
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
            topology.stream("orders", orders)
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
        .send("orders", "zoe", order("zoe", OrderStatus.PENDING, 1, 90)) // completes the minute
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
                topology.stream("orders", avro(Order.class).first("status", "created_at"))
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
                topology.stream("orders", avro(Order.class).first("created_at"))
                    .eventTime(Order::getCreatedAt, outOfOrderBy(Duration.ofSeconds(10)))
                    .filter("paid", order -> order.getStatus() == OrderStatus.PAID)
                    .to("orders-paid", STRING, Order::getUserId, avro(Order.class)));

    assertThatThrownBy(() -> sendOrders(job))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("only created_at read first");
  }

  @Test
  void shouldFindADefectInTheRestOnlyInWhatPassesTheFiltersOfEachStream() {
    JobHarness job =
        harness(
            topology -> {
              var paid =
                  topology.stream("lines", new HeadedLines(false))
                      .filter("paid", line -> line.startsWith("p"));
              paid.map("one", STRING, line -> line).to("one", STRING, line -> line, STRING);
              paid.filter("other", line -> line.equals("q"))
                  .map("none", STRING, line -> line)
                  .to("none", STRING, line -> line, STRING);
              paid.filter("long", line -> !line.isEmpty())
                  .map("two", STRING, line -> line)
                  .to("two", STRING, line -> line, STRING);
            });
    job.send("lines", "ann", "p:good")
        .send("lines", "ann", "x:broken!")
        .send("lines", "ann", "p:broken!")
        .send("lines", "ann", "p:better");

    assertThat(job.deadLetters())
        .extracting(DeadLetter::step, DeadLetter::cause)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("one", "MALFORMED"),
            org.assertj.core.groups.Tuple.tuple("two", "MALFORMED"));
    assertThat(job.values("one", String.class)).containsExactly("p:good", "p:better");
    assertThat(job.values("two", String.class)).containsExactly("p:good", "p:better");
    assertThat(job.progress().sources()).allMatch(JobProgress.SourcePartition::balanced);
  }

  /** Lines of which the first character is read first; one that ends with a bang can't be read. */
  private record HeadedLines(boolean headOnly) implements Type<String> {
    @Override
    public String description() {
      return headOnly ? "head" : "line";
    }

    @Override
    public Class<String> javaClass() {
      return String.class;
    }

    @Override
    public Optional<Schema> schema() {
      return Optional.empty();
    }

    @Override
    public Optional<Type<String>> readFirst() {
      return headOnly ? Optional.empty() : Optional.of(new HeadedLines(true));
    }

    @Override
    public Codec<String> stateCodec() {
      Codec<String> text = STRING.stateCodec();
      return new Codec<>() {
        @Override
        public Decoded<String> decode(byte @Nullable [] bytes) {
          Decoded<String> decoded = text.decode(bytes);
          if (!(decoded instanceof Decoded.Ok<String> ok)) {
            return decoded;
          }
          if (headOnly) {
            return new Decoded.Ok<>(ok.value().substring(0, 1));
          }
          return ok.value().endsWith("!")
              ? new Decoded.Poison<>(PoisonCause.MALFORMED, "a bang", OptionalInt.empty())
              : decoded;
        }

        @Override
        public byte[] encode(String value) {
          return text.encode(value);
        }
      };
    }

    @Override
    public Codec<String> topicCodec(SchemaRegistry registry, String subject) {
      return stateCodec();
    }
  }

  @Test
  void shouldReadATableInPart() {
    JobHarness job =
        harness(
            topology -> {
              var users = topology.table("users", STRING, avro(User.class).only(User::getRegion));
              topology.stream("orders", avro(Order.class).only("user_id"))
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
