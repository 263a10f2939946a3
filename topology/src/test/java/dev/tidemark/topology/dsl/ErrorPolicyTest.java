package dev.tidemark.topology.dsl;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Backoff.backoff;
import static dev.tidemark.topology.dsl.ErrorPolicy.deadLetter;
import static dev.tidemark.topology.dsl.ErrorPolicy.fail;
import static dev.tidemark.topology.dsl.ErrorPolicy.skip;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.explain.Explanation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ErrorPolicyTest {
  private static final ErrorPolicy RETRIED =
      deadLetter().retry(3, backoff(ofMillis(200), ofSeconds(5))).failAbove(1_000, ofMinutes(1));

  @Test
  void shouldMakeDeadLettersWhereNothingIsStated() {
    PhysicalPlan plan = plan(topology -> windowed(topology.stream("orders", STRING)));

    assertThat(plan.onError()).isEqualTo(OnError.DEAD_LETTER);
    assertThat(plan.stages()).allMatch(stage -> stage.parkedStore().isEmpty());
    assertThat(policies(plan).values()).containsOnly(OnError.DEAD_LETTER);
  }

  @Test
  void shouldHoldForAllStepsOfAJob() {
    PhysicalPlan plan =
        plan(
            topology -> {
              topology.onError(RETRIED);
              windowed(topology.stream("orders", STRING));
            });

    OnError stated =
        new OnError(
            OnError.Action.DEAD_LETTER,
            Optional.of(new OnError.Retry(3, 200, 5_000)),
            Optional.of(new OnError.Limit(1_000, 60_000)));
    assertThat(policies(plan).values()).containsOnly(stated);
    assertThat(plan.stages())
        .extracting(stage -> stage.parkedStore().orElse(""))
        .containsExactly("orders-parked", "hourly-parked");
  }

  @Test
  void shouldHoldForTheStepsThatFollowAndComeBeforeThatOfTheJob() {
    PhysicalPlan plan =
        plan(
            topology -> {
              topology.onError(fail());
              windowed(
                  topology.stream("orders", STRING)
                      .eventTime(order -> Instant.EPOCH, outOfOrderBy(ofSeconds(1)))
                      .filter("first", order -> true)
                      .onError(skip()));
            });

    Map<String, OnError.Action> actions = new TreeMap<>();
    policies(plan).forEach((id, policy) -> actions.put(id, policy.action()));
    assertThat(actions)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "orders", OnError.Action.FAIL,
                "first", OnError.Action.FAIL,
                "sized", OnError.Action.SKIP,
                "hourly-partial", OnError.Action.SKIP,
                "hourly", OnError.Action.SKIP,
                "to-out", OnError.Action.SKIP));
  }

  @Test
  void shouldHoldForReadingWhereItIsStatedOnTheSource() {
    PhysicalPlan plan =
        plan(topology -> windowed(topology.stream("orders", STRING).onError(skip())));

    assertThat(policy(plan, "orders").action()).isEqualTo(OnError.Action.SKIP);
    assertThat(policy(plan, "to-out").action()).isEqualTo(OnError.Action.SKIP);
  }

  @Test
  void shouldHoldForBothEndsOfTheExchangeBeforeAJoin() {
    PhysicalPlan plan =
        plan(
            topology -> {
              Table<String, String> users = topology.table("users", STRING, STRING);
              topology.stream("orders", STRING)
                  .onError(deadLetter())
                  .filter("first", order -> true)
                  .onError(skip())
                  .join(users, order -> order, (order, user) -> order)
                  .to("out", STRING, order -> order, STRING);
            });

    assertThat(policy(plan, "join-users-send").action()).isEqualTo(OnError.Action.SKIP);
    assertThat(policy(plan, "join-users-receive").action()).isEqualTo(OnError.Action.SKIP);
    assertThat(policy(plan, "join-users").action()).isEqualTo(OnError.Action.SKIP);
    assertThat(policy(plan, "first").action()).isEqualTo(OnError.Action.DEAD_LETTER);
  }

  @Test
  void shouldBeExplained() {
    PhysicalPlan plan =
        plan(
            topology -> {
              topology.onError(RETRIED);
              windowed(topology.stream("orders", STRING).onError(skip()));
            });

    assertThat(Explanation.text(plan))
        .contains(
            "  on error: 3 retries after 200ms to 5s, then dead letter; fail above 1000 in 1m\n")
        .contains("map sized; makes long; on error: skip\n");
    JsonNode json = Explanation.json(plan);
    assertThat(json.get("on_error").toString())
        .isEqualTo(
            "{\"action\":\"dead_letter\",\"retries\":3,\"first_delay_ms\":200,"
                + "\"max_delay_ms\":5000,\"fail_above\":1000,\"per_ms\":60000}");
    assertThat(json.at("/stages/0/nodes/0/on_error/action").asText()).isEqualTo("skip");
  }

  @Test
  void shouldSayHowLongWindowsMayWait() {
    PhysicalPlan plan =
        plan(
            topology ->
                windowed(
                    topology.stream("orders", STRING)
                        .onError(deadLetter().retry(5, backoff(ofSeconds(1), ofSeconds(4))))));

    assertThat(plan.notes())
        .contains(
            "stream orders: windows behind it wait up to 15s for an element that is tried again");
  }

  @Test
  void shouldRefuseRetriesThatDoNotEnd() {
    assertThat(refused(deadLetter().retry(21, backoff(ofMillis(1), ofSeconds(1)))))
        .containsExactly(
            "onError of the job: retries 21 times but must retry 0 to 20 times; retry less often;"
                + " a longer back-off bridges a longer outage");
    assertThat(refused(deadLetter().retry(-1, backoff(ofMillis(1), ofSeconds(1))))).hasSize(1);
    assertThat(refused(deadLetter().retry(0, backoff(ofMillis(1), ofSeconds(1))))).isEmpty();
  }

  @Test
  void shouldRefuseABackOffThatIsOutOfRange() {
    assertThat(refused(deadLetter().retry(1, backoff(Duration.ZERO, ofSeconds(1)))))
        .containsExactly(
            "onError of the job: backoff is 0s but must be at least 1ms; state a positive"
                + " duration");
    assertThat(refused(deadLetter().retry(1, backoff(ofSeconds(1), ofMinutes(6)))))
        .containsExactly(
            "onError of the job: backoff is 6m but must not exceed 5m; wait less; dead letters can"
                + " be requeued later");
    assertThat(refused(deadLetter().retry(1, backoff(ofSeconds(2), ofSeconds(1)))))
        .containsExactly(
            "onError of the job: has a back-off that is longer at first than at most; state the"
                + " shorter duration first: backoff(ofMillis(200), ofSeconds(5))");
  }

  @Test
  void shouldRefuseALimitThatCannotBeCounted() {
    assertThat(refused(deadLetter().failAbove(0, ofMinutes(1))))
        .containsExactly(
            "onError of the job: fails above 0 but must fail above 1 to 100000; state another"
                + " number, or fail() to fail at the first");
    assertThat(refused(deadLetter().failAbove(100_001, ofMinutes(1)))).hasSize(1);
    assertThat(refused(deadLetter().failAbove(1, Duration.ZERO))).hasSize(1);
    assertThat(refused(fail().failAbove(1, ofMinutes(1)))).hasSize(1);
  }

  @Test
  void shouldRefuseTwoPoliciesForOneThing() {
    assertThat(
            Refusals.of(
                topology -> {
                  topology.onError(skip());
                  topology.onError(fail());
                  windowed(topology.stream("orders", STRING));
                }))
        .containsExactly(
            "onError of the job: has its policy for errors stated twice, and differently; call"
                + " topology.onError once");
    assertThat(
            Refusals.of(
                topology -> {
                  SourceStream<String> orders = topology.stream("orders", STRING);
                  windowed(orders.onError(skip()));
                  orders.onError(fail()).to("raw", STRING, order -> order, STRING);
                }))
        .containsExactly(
            "stream orders: has its policy for errors stated twice, and differently; call onError"
                + " once on what stream(...) returned, or behind its first step");
  }

  private static Iterable<String> refused(ErrorPolicy policy) {
    return Refusals.of(
        topology -> {
          topology.onError(policy);
          windowed(topology.stream("orders", STRING));
        });
  }

  private static void windowed(Stream<String> orders) {
    Stream<String> dated =
        orders instanceof SourceStream<String> source
            ? source.eventTime(order -> Instant.EPOCH, outOfOrderBy(ofSeconds(1)))
            : orders;
    dated
        .map("sized", LONG, order -> 1L)
        .keyBy(LONG, size -> size)
        .window("hourly", tumbling(ofMinutes(60)))
        .aggregate(count(), (window, n) -> n)
        .to("out", LONG, n -> n, LONG);
  }

  private static PhysicalPlan plan(Consumer<Topology> define) {
    return JobPlanner.plan(Refusals.job("shop", define), Map.of());
  }

  private static OnError policy(PhysicalPlan plan, String node) {
    return Objects.requireNonNull(policies(plan).get(node), node);
  }

  private static Map<String, OnError> policies(PhysicalPlan plan) {
    Map<String, OnError> policies = new TreeMap<>();
    for (Stage stage : plan.stages()) {
      stage.nodes().forEach(node -> policies.put(node.id(), stage.onError(node)));
    }
    return policies;
  }
}
