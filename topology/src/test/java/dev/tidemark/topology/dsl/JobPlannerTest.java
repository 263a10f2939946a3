package dev.tidemark.topology.dsl;

import static dev.tidemark.serde.Types.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Problem;
import dev.tidemark.topology.plan.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobPlannerTest {

  @Test
  void shouldNameAJobAfterItsClass() {
    assertThat(new ShopJobs.PaidRevenueByRegion().name()).isEqualTo("paid-revenue-by-region");
    assertThat(new HTTPLog2Job().name()).isEqualTo("http-log2-job");
    assertThat(new X().name()).isEqualTo("x");
  }

  @Test
  void shouldAskForANameWhereTheClassHasNone() {
    StreamJob lambda = topology -> topology.stream("a", STRING).to("b", STRING, t -> t, STRING);

    assertThat(Refusals.problems(lambda, Map.of()))
        .extracting(Problem::code)
        .containsExactly(Problem.Code.NAME_ILLEGAL);
  }

  @Test
  void shouldCutStagesAtExchangesAndNameThemAfterTheirFirstNode() {
    PhysicalPlan plan = JobPlanner.plan(new ShopJobs.PaidRevenueByRegion(), Map.of());

    assertThat(plan.stages())
        .extracting(Stage::name)
        .containsExactly("orders", "join-users-receive", "revenue");
    assertThat(ids(plan.stages().get(0))).containsExactly("orders", "paid", "join-users-send");
    assertThat(ids(plan.stages().get(1)))
        .containsExactly("join-users-receive", "join-users", "revenue-partial");
    assertThat(ids(plan.stages().get(2))).containsExactly("revenue", "to-revenue-by-region");
    assertThat(plan.tables()).extracting(Node.Table::store).containsExactly("users");
    assertThat(plan.stages().get(2).progressStore()).isEqualTo("revenue-progress");
    assertThat(((Node.FinalWindow) plan.stages().get(2).input()).panesStore())
        .isEqualTo("revenue-panes");
    assertThat(plan.deadLetterTopic()).isEqualTo("paid-revenue-by-region-dead-letters");
  }

  @Test
  void shouldFollowEachPathToItsFirstWindowOrItsSink() {
    assertThat(Paths.of(JobPlanner.plan(new ShopJobs.PaidRevenueByRegion(), Map.of())).all())
        .containsExactly(
            new Paths.Path(
                "orders",
                "revenue",
                List.of(
                    "orders",
                    "paid",
                    "join-users-send",
                    "join-users-receive",
                    "join-users",
                    "revenue-partial")));
    assertThat(Paths.of(JobPlanner.plan(new ShopJobs.OrderStatistics(), Map.of())).from("orders"))
        .containsExactly(
            new Paths.Path(
                "orders",
                "to-orders-checked",
                List.of("orders", "worth", "join-users", "to-orders-checked")),
            new Paths.Path("orders", "by-user", List.of("orders", "worth", "by-user-partial")),
            new Paths.Path(
                "orders", "visits", List.of("orders", "worth", "words", "visits-partial")));
    assertThat(Paths.of(JobPlanner.plan(new ShopJobs.EnrichedOrders(), Map.of())).from("users"))
        .isEmpty();
  }

  @Test
  void shouldStartTheExchangeOfASecondWindowInTheStageOfTheFirst() {
    PhysicalPlan plan = JobPlanner.plan(new ShopJobs.OrderStatistics(), Map.of());

    assertThat(plan.stages())
        .extracting(Stage::name)
        .containsExactly("orders", "by-user", "histogram", "visits");
    assertThat(ids(plan.stages().get(1)))
        .containsExactly("by-user", "to-spent-by-user", "histogram-partial");
  }

  @Test
  void shouldGiveAParameterItsValue() {
    List<Object> seen = new ArrayList<>();
    StreamJob job =
        Refusals.job(
            "shop",
            topology -> {
              seen.add(topology.parameter("text", "a"));
              seen.add(topology.parameter("long", 1));
              seen.add(topology.parameter("double", 0.5));
              seen.add(topology.parameter("boolean", true));
              seen.add(topology.parameter("duration", Duration.ofMinutes(5)));
              topology.stream("a", STRING).to("b", STRING, t -> t, STRING);
            });

    Map<String, String> defaults = JobPlanner.plan(job, Map.of()).parameters();
    Map<String, String> set =
        JobPlanner.plan(
                job,
                Map.of(
                    "text",
                    "b",
                    "long",
                    "2",
                    "double",
                    "1e3",
                    "boolean",
                    "false",
                    "duration",
                    "1h30m"))
            .parameters();

    assertThat(seen)
        .containsExactly(
            "a",
            1L,
            0.5,
            true,
            Duration.ofMinutes(5),
            "b",
            2L,
            1000.0,
            false,
            Duration.ofMinutes(90));
    assertThat(defaults)
        .isEqualTo(
            Map.of("text", "a", "long", "1", "double", "0.5", "boolean", "true", "duration", "5m"));
    assertThat(set)
        .isEqualTo(
            Map.of(
                "text",
                "b",
                "long",
                "2",
                "double",
                "1e3",
                "boolean",
                "false",
                "duration",
                "1h30m"));
  }

  @Test
  void shouldPlanTheSameJobAlikeEachTime() {
    assertThat(
            dev.tidemark.topology.plan.explain.Explanation.text(
                JobPlanner.plan(new ShopJobs.OrderStatistics(), Map.of("window", "10m"))))
        .isEqualTo(
            dev.tidemark.topology.plan.explain.Explanation.text(
                JobPlanner.plan(new ShopJobs.OrderStatistics(), Map.of("window", "10m"))))
        .contains("  window = 10m\n", "tumbling 10m by key string");
  }

  @Test
  @SuppressWarnings("NullAway")
  void shouldSayWhatIsNullRatherThanFail() {
    assertThat(failure(topology -> topology.stream(null, STRING))).contains("stream: the topic is");
    assertThat(failure(topology -> topology.table(null, STRING, STRING)))
        .contains("table: the topic is null");
    assertThat(failure(topology -> topology.stream("a", STRING).to(null, STRING, t -> t, STRING)))
        .contains("to: the topic is null");
    assertThat(failure(topology -> topology.parameter("size", (String) null)))
        .contains("parameter size: the default is null");
    assertThat(failure(topology -> topology.parameter("size", (Duration) null)))
        .contains("parameter size: the default is null");
    assertThat(Refusals.problems(Refusals.job(null, topology -> {}), Map.of()))
        .singleElement()
        .extracting(Problem::what)
        .asString()
        .contains("name() gave null");
  }

  private static String failure(java.util.function.Consumer<Topology> definition) {
    return String.join("\n", Refusals.of(definition));
  }

  @Test
  void shouldRefuseToStateAnythingAfterDefineHasReturned() {
    Topology[] escaped = new Topology[1];
    JobPlanner.plan(
        Refusals.job(
            "shop",
            topology -> {
              escaped[0] = topology;
              topology.stream("a", STRING).to("b", STRING, t -> t, STRING);
            }),
        Map.of());

    assertThatThrownBy(() -> escaped[0].stream("c", STRING))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the job is planned already; state everything inside define");
  }

  private static List<String> ids(Stage stage) {
    return stage.nodes().stream().map(Node::id).toList();
  }

  private static final class HTTPLog2Job implements StreamJob {
    @Override
    public void define(Topology topology) {}
  }

  private static final class X implements StreamJob {
    @Override
    public void define(Topology topology) {}
  }
}
