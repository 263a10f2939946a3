package dev.tidemark.topology.dsl;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.session;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.plan.InvalidTopologyException;
import dev.tidemark.topology.plan.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedJobsTest {

  @Test
  void shouldReportAllProblemsAtOnceOneALine() {
    StreamJob job =
        Refusals.job(
            "shop",
            topology -> {
              Stream<String> orders = topology.stream("orders", STRING);
              orders.filter("Paid", order -> true).to("out", STRING, order -> order, STRING);
              orders
                  .keyBy(STRING, order -> order)
                  .window("revenue", tumbling(ofMinutes(-5)))
                  .aggregate(count(), (window, orderCount) -> orderCount);
            });

    assertThatThrownBy(() -> JobPlanner.plan(job, Map.of("size", "5m")))
        .isInstanceOf(InvalidTopologyException.class)
        .hasMessage(
            """
            filter Paid: 'Paid' is not a legal name (1 to 64 of a-z, 0-9 and -); e.g. paid
            window revenue: its elements go nowhere; end the stream with .to(...) or remove it
            window revenue: stream orders does not say when its events happened; write \
            stream("orders", ...).eventTime(extractor, outOfOrderBy(...))
            window revenue: size is PT-5M but must be at least 1ms; state a positive duration
            parameter size: the job does not have it; it has none, remove it""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Paid", "a b", "a_b", "ä", "a#2", "a\0002"})
  void shouldRefuseIllegalNames(String name) {
    assertThat(
            Refusals.problems(
                Refusals.job("shop", t -> copy(t.stream("orders", STRING).filter(name, o -> true))),
                Map.of()))
        .extracting(Problem::code)
        .contains(Problem.Code.NAME_ILLEGAL);
  }

  @Test
  void shouldSayHowAnIllegalNameBecomesLegal() {
    assertThat(Refusals.of(t -> copy(t.stream("a", STRING).map("Only Paid!", o -> o).as(STRING))))
        .containsExactly(
            "map Only Paid!: 'Only Paid!' is not a legal name (1 to 64 of a-z, 0-9 and -); e.g."
                + " only-paid");
    assertThat(Refusals.of(t -> copy(t.stream("a", STRING).filter("", o -> true))))
        .containsExactly(
            "filter: '' is not a legal name (1 to 64 of a-z, 0-9 and -); choose another name");
    assertThat(
            Refusals.problems(Refusals.job("My Job", t -> copy(t.stream("a", STRING))), Map.of()))
        .extracting(Problem::toString)
        .containsExactly(
            "job My Job: 'My Job' is not a legal name (1 to 64 of a-z, 0-9 and -); override"
                + " name(), e.g. with my-job");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ö"})
  void shouldRefuseIllegalTopicNames(String topic) {
    assertThat(Refusals.of(t -> copy(t.stream(topic, STRING))))
        .containsExactly(
            ("stream " + topic).strip()
                + ": '"
                + topic
                + "' is not a legal topic name (1 to 249 of a-z, A-Z, 0-9, ., _ and -); choose a"
                + " name that Kafka takes");
  }

  @Test
  void shouldRefuseTopicNamesThatAreTooLong() {
    assertThat(Refusals.of(t -> copy(t.stream("a".repeat(249), STRING)))).isEmpty();
    assertThat(Refusals.of(t -> copy(t.stream("a".repeat(250), STRING)))).hasSize(1);
  }

  @Test
  void shouldRefuseANameThatIsTaken() {
    assertThat(
            Refusals.of(
                t ->
                    copy(
                        t.stream("orders", STRING)
                            .filter("paid", o -> true)
                            .map("paid", o -> o)
                            .filter("orders", o -> true)
                            .as(STRING))))
        .containsExactly(
            "map paid: the name 'paid' is taken by filter paid; give each a name of its own",
            "filter orders: the name 'orders' is taken by stream orders; give each a name of its"
                + " own");
  }

  @Test
  void shouldRefuseTwoUnnamedJoinsWithOneTable() {
    assertThat(
            Refusals.of(
                t -> {
                  Table<String, String> users = t.table("users", STRING, STRING);
                  copy(
                      t.stream("orders", STRING)
                          .join(users, o -> o, (o, u) -> u)
                          .as(STRING)
                          .join(Join.left(users), o -> o, (o, u) -> o));
                }))
        .containsExactly(
            "join join-users: the name 'join-users' is taken by join join-users; give the second"
                + " join a name: Join.inner(table).named(\"a-name\"), or the same with Join.left");
  }

  @Test
  void shouldRefuseANameThatFollowsFromAnother() {
    assertThat(
            Refusals.of(
                t ->
                    windowed(t.stream("orders", STRING).eventTime(o -> Instant.EPOCH, inOrder()))
                        .filter("revenue-panes", o -> true)
                        .to("out", STRING, o -> o, STRING)))
        .containsExactly(
            "window revenue: leads to the name 'revenue-panes', which is taken by filter"
                + " revenue-panes; rename one of them");
  }

  @Test
  void shouldRefuseATopicThatIsReadTwice() {
    assertThat(
            Refusals.of(
                t -> {
                  t.stream("orders", STRING).to("a", STRING, o -> o, STRING);
                  t.stream("orders", STRING).to("b", STRING, o -> o, STRING);
                  joined(t, "users", "users-1").to("c", STRING, o -> o, STRING);
                  joined(t, "users", "users-2").to("d", STRING, o -> o, STRING);
                  joined(t, "a-stream", "a-stream").to("e", STRING, o -> o, STRING);
                }))
        .containsExactly(
            "stream orders: the topic is read already, as stream; read it once and use the Stream"
                + " value twice",
            "table users: the topic is read already, as table; read it once and use the Table value"
                + " twice",
            "stream a-stream: the topic is read already, as table; read it once, or put the table"
                + " into a topic of its own");
  }

  @Test
  void shouldRefuseLoops() {
    assertThat(
            Refusals.of(
                t -> {
                  Stream<String> orders =
                      t.stream("orders", STRING).eventTime(o -> Instant.EPOCH, inOrder());
                  orders.to("orders", STRING, o -> o, STRING);
                  orders
                      .keyBy(STRING, o -> o)
                      .window("revenue", tumbling(ofMinutes(5)).lateTo("orders"))
                      .aggregate(count(), (w, n) -> w.key())
                      .to("out", STRING, o -> o, STRING);
                  t.stream("shop-dead-letters", STRING).to("repaired", STRING, o -> o, STRING);
                }))
        .containsExactly(
            "to orders: writes to topic orders, which the job also reads; write to another topic,"
                + " and read it in another job",
            "window revenue: writes to topic orders, which the job also reads; write to another"
                + " topic, and read it in another job",
            "job shop: writes to topic shop-dead-letters, which the job also reads; write to another"
                + " topic, and read it in another job",
            "window revenue: topic orders already gets the elements of another stream; choose a"
                + " topic of its own");
  }

  @Test
  void shouldRefuseATopicThatGetsTwoKindsOfRecords() {
    assertThat(
            Refusals.of(
                t -> {
                  Stream<String> orders =
                      t.stream("orders", STRING).eventTime(o -> Instant.EPOCH, inOrder());
                  orders.to("out", STRING, o -> o, STRING);
                  orders.filter("paid", o -> true).to("out", STRING, o -> o, STRING);
                  orders.to("shop-dead-letters", STRING, o -> o, STRING);
                }))
        .containsExactly(
            "to out: topic out already gets the elements of another stream; choose a topic of its"
                + " own",
            "to shop-dead-letters: topic shop-dead-letters already gets the dead letters of the job;"
                + " choose a topic of its own");
  }

  @Test
  void shouldRefuseAJobThatReadsNothing() {
    assertThat(Refusals.of(t -> {}))
        .containsExactly("job shop: reads no stream; begin with topology.stream(topic, type)");
  }

  @Test
  void shouldRefuseStreamsThatEndNowhere() {
    assertThat(
            Refusals.of(
                t -> {
                  t.stream("a", STRING);
                  t.stream("b", STRING).filter("b-only", o -> true);
                  t.stream("c", STRING).keyBy(STRING, o -> o);
                  Stream<String> d = t.stream("d", STRING).eventTime(o -> Instant.EPOCH, inOrder());
                  d.keyBy(STRING, o -> o).window("half", session(ofMinutes(5)));
                  copy(d);
                }))
        .containsExactly(
            "keyBy after c: no window follows; add .window(...) or remove it",
            "window half: no aggregate follows; add .aggregate(...) or remove it",
            "stream a: its elements go nowhere; end the stream with .to(...) or remove it",
            "filter b-only: its elements go nowhere; end the stream with .to(...) or remove it");
  }

  @Test
  void shouldRefuseATableThatIsNotJoined() {
    assertThat(
            Refusals.of(
                t -> {
                  copy(t.stream("orders", STRING));
                  t.table("users", STRING, LONG);
                }))
        .containsExactly("table users: no stream is joined with it; join it or remove it");
  }

  @Test
  void shouldRefuseATableOfAnotherTopology() {
    Table<String, String> foreign = new Topology(Map.of()).table("users", STRING, STRING);

    assertThat(
            Refusals.of(
                t ->
                    copy(t.stream("orders", STRING).join(foreign, o -> o, (o, u) -> o).as(STRING))))
        .containsExactly(
            "join join-users: joins a table of another topology; state the table in the same define"
                + " method");
  }

  @Test
  void shouldRefuseAWindowWithoutEventTimeOnceForAllWindowsBehindIt() {
    assertThat(
            Refusals.of(
                t ->
                    windowed(t.stream("orders", STRING))
                        .keyBy(STRING, o -> o)
                        .window("daily", tumbling(ofDays(1)))
                        .aggregate(count(), (w, n) -> w.key())
                        .to("out", STRING, o -> o, STRING)))
        .containsExactly(
            "window revenue: stream orders does not say when its events happened; write"
                + " stream(\"orders\", ...).eventTime(extractor, outOfOrderBy(...))");
  }

  @Test
  void shouldRefuseEventTimeStatedTwice() {
    assertThat(
            Refusals.of(
                t -> {
                  SourceStream<String> orders = t.stream("orders", STRING);
                  orders.eventTime(o -> Instant.EPOCH, inOrder());
                  copy(orders.eventTime(o -> Instant.MAX, inOrder()));
                }))
        .containsExactly(
            "stream orders: has its event time stated twice; call eventTime once and use the stream"
                + " that it returns several times");
  }

  @Test
  void shouldRefuseAnExchangeOfUntypedElements() {
    assertThat(
            Refusals.of(
                t -> {
                  Table<String, String> users = t.table("users", STRING, STRING);
                  Stream<String> orders = t.stream("orders", STRING);
                  Function<String, String> same = o -> o;
                  copy(
                      orders
                          .map("priced", same)
                          .filter("dear", o -> true)
                          .join(Join.inner(users).named("one"), o -> o, (o, u) -> u)
                          .join(Join.left(users).named("two"), o -> o, (o, u) -> o));
                  orders
                      .flatMap("lines", o -> java.util.List.of(o))
                      .join(Join.inner(users).named("three"), o -> o, (o, u) -> u)
                      .to("out", STRING, o -> o, STRING);
                }))
        .containsExactly(
            "join one: goes through an exchange, but the type of what map priced makes is not"
                + " stated; write map(\"priced\", TYPE, ...)",
            "join two: goes through an exchange, but the type of what join one makes is not stated;"
                + " add .as(TYPE) after join one",
            "join three: goes through an exchange, but the type of what flatMap lines makes is not"
                + " stated; write flatMap(\"lines\", TYPE, ...)");
  }

  @Test
  void shouldRefuseATypeThatContradictsAnother() {
    assertThat(
            Refusals.of(
                t -> {
                  Stream<String> mapped = t.stream("orders", STRING).map("m", STRING, o -> o);
                  copy(mapped.as(STRING).filter("f", o -> true).as(new OtherString()));
                }))
        .containsExactly(
            "stream m: is stated as other string but is already string; state its type once");
  }

  @Test
  void shouldRefuseAJoinOnAKeyThatHasMoved() {
    assertThat(
            Refusals.of(
                t -> {
                  Table<String, String> users = t.table("users", STRING, STRING);
                  Stream<String> orders =
                      t.stream("orders", STRING).eventTime(o -> Instant.EPOCH, inOrder());
                  orders
                      .join(Join.inner(users).named("moves"), o -> o, (o, u) -> u)
                      .join(Join.inner(users).onRecordKey().named("a"), o -> o, (o, u) -> u)
                      .to("x", STRING, o -> o, STRING);
                  windowed(orders)
                      .join(Join.left(users).named("b").onRecordKey(), o -> o, (o, u) -> o)
                      .to("y", STRING, o -> o, STRING);
                }))
        .containsExactly(
            "join a: relies on the key of the source's records, but join moves has moved the"
                + " elements; remove onRecordKey() from the join",
            "join b: relies on the key of the source's records, but window revenue has moved the"
                + " elements; remove onRecordKey() from the join");
  }

  @Test
  void shouldRefuseDurationsOutOfRange() {
    assertThat(
            Refusals.of(
                t -> {
                  Stream<String> orders =
                      t.stream("orders", STRING)
                          .eventTime(
                              o -> Instant.EPOCH,
                              outOfOrderBy(ofSeconds(-1))
                                  .idleAfter(ofMillis(0))
                                  .maxAhead(ofMinutes(-2)));
                  orders
                      .keyBy(STRING, o -> o)
                      .window("a", tumbling(ofMillis(0)).allowedLateness(ofSeconds(-3)))
                      .aggregate(count(), (w, n) -> w.key())
                      .to("x", STRING, o -> o, STRING);
                  orders
                      .keyBy(STRING, o -> o)
                      .window("b", session(ofNanos(1_500_000)).allowedLateness(ofDays(40_000)))
                      .aggregate(count(), (w, n) -> w.key())
                      .to("y", STRING, o -> o, STRING);
                }))
        .containsExactly(
            "window a: size is 0s but must be at least 1ms; state a positive duration",
            "window a: allowedLateness is PT-3S but must not be negative; state 0 or more, or leave"
                + " it out",
            "stream orders: outOfOrderBy is PT-1S but must not be negative; state 0 for events in"
                + " order, or more",
            "stream orders: idleAfter is 0s but must be at least 1ms; state a positive duration, or"
                + " leave it out",
            "stream orders: maxAhead is PT-2M but must be at least 1ms; state a positive duration,"
                + " or leave it out",
            "window b: gap is PT0.0015S but must be whole milliseconds; round it",
            "window b: allowedLateness is 40000d but must not exceed 100 years; state a shorter"
                + " duration");
  }

  @Test
  void shouldRefuseUnknownParameters() {
    assertThat(
            Refusals.of(
                Map.of("idel-after", "5m", "sise", "3"),
                t -> {
                  t.parameter("size", 3);
                  t.parameter("idle-after", ofMinutes(1));
                  copy(t.stream("orders", STRING));
                }))
        .containsExactly(
            "parameter idel-after: the job does not have it; it has idle-after, size",
            "parameter sise: the job does not have it; it has idle-after, size");
  }

  @Test
  void shouldRefuseParameterValuesThatCantBeConverted() {
    assertThat(
            Refusals.of(
                Map.of("idle-after", "5x", "size", "3.5", "share", "NaN", "strict", "yes"),
                t -> {
                  t.parameter("idle-after", ofMinutes(1));
                  t.parameter("size", 3);
                  t.parameter("share", 0.5);
                  t.parameter("strict", true);
                  copy(t.stream("orders", STRING));
                }))
        .containsExactly(
            "parameter idle-after: '5x' is not a duration; write e.g. 5m, 30s or PT5M",
            "parameter size: '3.5' is not a whole number; write e.g. 42",
            "parameter share: 'NaN' is not a number; write e.g. 2.5",
            "parameter strict: 'yes' is not a boolean; write true or false");
  }

  @Test
  void shouldRefuseAParameterWithTwoMeanings() {
    assertThat(
            Refusals.of(
                t -> {
                  t.parameter("size", 3);
                  t.parameter("size", 3);
                  t.parameter("size", "3");
                  t.parameter("Size", "3");
                  copy(t.stream("orders", STRING));
                }))
        .containsExactly(
            "parameter size: is asked for as a whole number with default '3' and as a text with"
                + " default '3'; ask for it once and use the value twice",
            "parameter Size: 'Size' is not a legal name (1 to 64 of a-z, 0-9 and -); e.g. size");
  }

  @Test
  void shouldReportWhatTheJobItselfThrowsWithTheProblemsSoFar() {
    assertThat(
            Refusals.of(
                t -> {
                  Table<String, String> foreign =
                      new Topology(Map.of()).table("users", STRING, STRING);
                  copy(t.stream("a", STRING).join(foreign, o -> o, (o, u) -> o).as(STRING));
                  throw new IllegalStateException("no such file\nat all");
                }))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("job dev.tidemark.topology.dsl.Refusals$1: ")
        .contains("its own code threw java.lang.IllegalStateException: no such file; correct it");
  }

  @Test
  void shouldSayWhereTheJobThrew() {
    assertThat(Refusals.problems(new FailingJob(), Map.of()))
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .matches(
            "job dev.tidemark.topology.dsl.RefusedJobsTest\\$FailingJob: its own code threw"
                + " java.lang.NullPointerException: filter paid: the predicate is null; correct it"
                + " at RefusedJobsTest.java:\\d+");
  }

  /** A job whose own code fails. */
  private static final class FailingJob implements StreamJob {
    @Override
    @SuppressWarnings("NullAway")
    public void define(Topology topology) {
      copy(topology.stream("orders", STRING).filter("paid", null));
    }
  }

  private static OutOfOrderness inOrder() {
    return outOfOrderBy(ofSeconds(0)).idleAfter(ofMinutes(1));
  }

  private static void copy(Stream<String> stream) {
    stream.to("copy", STRING, o -> o, STRING);
  }

  private static Stream<String> windowed(Stream<String> stream) {
    return stream
        .keyBy(STRING, o -> o)
        .window("revenue", tumbling(ofMinutes(5)))
        .aggregate(count(), (window, n) -> window.key());
  }

  private static Stream<String> joined(Topology topology, String table, String stream) {
    Table<String, String> users = topology.table(table, STRING, STRING);
    return topology.stream(stream, STRING)
        .join(Join.inner(users).onRecordKey().named("join-" + stream), o -> o, (o, u) -> u);
  }
}
