package dev.tidemark.topology.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What javac itself refuses, and that its message can be understood. */
class CompilerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // each way to join and to aggregate, with method references and with lambdas
        "orders.join(users, Order::getUserId, (o, u) -> u.getRegion()).to(\"a\", STRING, r -> r,"
            + " STRING);",
        "orders.join(Join.left(users).onRecordKey().named(\"n\"), o -> o.getUserId(),"
            + " (o, u) -> u.map(User::getRegion).orElse(\"?\")).to(\"a\", STRING, r -> r, STRING);",
        "Stream<String> r = orders.join(Join.inner(users).named(\"n\"), o -> o.getUserId(), (o, u) ->"
            + " u.getRegion());",
        "Function<Object, String> any = o -> \"k\"; BiFunction<Object, Object, Long> one = (o, u) ->"
            + " 1L; orders.join(users, any, one); orders.join(Join.left(users), any, one);",
        "byUser.window(\"w\", tumbling(ofMinutes(5))).aggregate(sum(Order::getAmountCents),"
            + " (w, cents) -> w.start().toString() + cents).to(\"a\", STRING, r -> r, STRING);",
        "byUser.window(\"w\", session(ofMinutes(5)).lateTo(\"late\")).aggregate(sum(o ->"
            + " o.getAmountCents()), count(), max(INSTANT, Order::getCreatedAt), average(o -> 1),"
            + " averageDouble(o -> 0.5), (w, a, b, c, d, e) -> w.first().plusSeconds(a + b));",
        "Aggregation<Order, ?, Long> cents = sum(Order::getAmountCents);"
            + " byUser.window(\"w\", tumbling(ofMinutes(5))).aggregate(cents, count(),"
            + " (w, c, n) -> c / n);",
        "Aggregation<Object, ?, Long> any = count();"
            + " byUser.window(\"w\", tumbling(ofMinutes(5))).aggregate(any, (w, n) -> n);",
        "orders.map(\"cents\", LONG, Order::getAmountCents).filter(\"many\", c -> c > 1)"
            + ".keyBy(LONG, c -> c % 2);",
        "orders.flatMap(\"words\", o -> List.of(o.getNote().split(\" \"))).as(STRING);",
        "byUser.window(\"w\", tumbling(ofMinutes(5))).aggregate(reduce(avro(Order.class),"
            + " (a, b) -> a), (w, o) -> o).to(\"a\", STRING, Order::getUserId, avro(Order.class));",
        "Stream<Order> any = topology.stream(\"a\", avro(Order.class)); any.filter(\"f\", o -> true);"
      })
  void shouldCompile(String statements) {
    assertThat(Javac.errorsIn(statements)).isEmpty();
  }

  @Test
  void shouldRefuseAJoinKeyOfAnotherType() {
    assertThat(Javac.errorsIn("orders.join(users, Order::getCreatedAt, (o, u) -> u.getRegion());"))
        .satisfies(CompilerTest::namesBothTypesOfTheKey);
    assertThat(
            Javac.errorsIn("orders.join(users, o -> o.getCreatedAt(), (o, u) -> u.getRegion());"))
        .satisfies(CompilerTest::namesBothTypesOfTheKey);
    assertThat(
            Javac.errorsIn(
                "orders.join(Join.left(users).named(\"n\"), Order::getCreatedAt, (o, u) -> o);"))
        .satisfies(CompilerTest::namesBothTypesOfTheKey);
    assertThat(
            Javac.errorsIn(
                "orders.join(Join.inner(users).onRecordKey(), o -> o.getCreatedAt(), (o, u) -> o);"))
        .satisfies(CompilerTest::namesBothTypesOfTheKey);
  }

  /** One error about one method, with the type of the table's key and the type that was given. */
  private static void namesBothTypesOfTheKey(String errors) {
    assertThat(errors)
        .contains("inference variable K has incompatible bounds")
        .containsPattern(
            "equality constraints: java.lang.String\\s+lower bounds: java.time.Instant")
        .doesNotContain("no suitable method found");
    assertThat(errors.lines().filter(line -> line.startsWith("line "))).hasSize(1);
  }

  @Test
  void shouldRefuseAJoinerThatTakesTheValueOfALeftJoinForGranted() {
    assertThat(
            Javac.errorsIn(
                "orders.join(Join.left(users), o -> o.getUserId(), (o, u) -> u.getRegion());"))
        .contains(
            "cannot find symbol",
            "method getRegion()",
            "java.util.Optional<dev.tidemark.schemas.User>");
  }

  @Test
  void shouldRefuseToJoinWithAStream() {
    assertThat(Javac.errorsIn("orders.join(orders, o -> o.getUserId(), (o, u) -> o);"))
        .contains("Stream<dev.tidemark.schemas.Order> cannot be converted to", "Joinable<K,V>");
  }

  @Test
  void shouldRefuseAFunctionOfAnotherKindOfWindow() {
    assertThat(
            Javac.errorsIn(
                "byUser.window(\"w\", session(ofMinutes(5))).aggregate(count(), (w, n) ->"
                    + " w.start());"))
        .contains("cannot find symbol", "method start()", "SessionWindow<");
    assertThat(
            Javac.errorsIn(
                "byUser.window(\"w\", tumbling(ofMinutes(5))).aggregate(count(), (w, n) ->"
                    + " w.last());"))
        .contains("cannot find symbol", "method last()", "TimeWindow<");
  }

  @Test
  void shouldRefuseEventTimeStatedTwiceInARow() {
    assertThat(Javac.errorsIn("orders.eventTime(Order::getCreatedAt, outOfOrderBy(ofMinutes(1)));"))
        .contains("cannot find symbol", "method eventTime(", "Stream<dev.tidemark.schemas.Order>");
  }

  @Test
  void shouldRefuseAnEventTimeThatIsNoInstant() {
    assertThat(
            Javac.errorsIn(
                "topology.stream(\"a\", avro(Order.class)).eventTime(Order::getAmountCents,"
                    + " outOfOrderBy(ofMinutes(1)));"))
        .contains("bad return type in method reference", "Instant");
  }

  @Test
  void shouldRefuseAWindowThatIsNotKeyed() {
    assertThat(Javac.errorsIn("orders.window(\"w\", tumbling(ofMinutes(5)));"))
        .contains("cannot find symbol", "method window(");
  }

  @Test
  void shouldRefuseToWriteAGroupedStream() {
    assertThat(Javac.errorsIn("byUser.to(\"a\", STRING, Order::getUserId, avro(Order.class));"))
        .contains("cannot find symbol", "method to(", "KeyedStream<");
  }

  @Test
  void shouldRefuseToWriteElementsAsAnotherType() {
    assertThat(Javac.errorsIn("orders.to(\"a\", STRING, Order::getUserId, avro(User.class));"))
        .contains("Order", "User");
  }

  @Test
  void shouldRefuseAKeyThatIsNotOfItsType() {
    assertThat(Javac.errorsIn("orders.keyBy(LONG, Order::getUserId);")).contains("String", "Long");
    assertThat(Javac.errorsIn("orders.keyBy(LONG, o -> o.getUserId());"))
        .contains("has incompatible bounds", "java.lang.Long", "java.lang.String");
  }

  @Test
  void shouldRefuseAnAggregationOfOtherElements() {
    assertThat(
            Javac.errorsIn(
                "Aggregation<User, ?, Long> n = sum(u -> 1);"
                    + " byUser.window(\"w\", tumbling(ofMinutes(5))).aggregate(n, (w, x) -> x);"))
        .contains("Order", "User");
  }

  @Test
  void shouldRefuseAResultFunctionOfTooFewArguments() {
    assertThat(
            Javac.errorsIn(
                "byUser.window(\"w\", tumbling(ofMinutes(5))).aggregate(count(), count(), (w, n) ->"
                    + " n);"))
        .contains("incompatible parameter types in lambda expression");
  }

  @Test
  void shouldRefuseAStepWithoutName() {
    assertThat(Javac.errorsIn("orders.filter(o -> true);"))
        .contains("method filter in class", "required: java.lang.String,");
  }
}
