package dev.tidemark.topology.plan.rule;

import static dev.tidemark.serde.Types.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Plans;
import dev.tidemark.topology.plan.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitWindowAroundExchangeTest {
  private final Rule rule = new SplitWindowAroundExchange();
  private final Node.Source source = Plans.source("orders");
  private final Node.Window window = Plans.window("revenue", "orders");

  @Test
  void shouldCombineBeforeTheExchangeAndFinishBehindIt() {
    Node.Sink sink = Plans.sink("out", "revenue");

    LogicalPlan after = rule.apply(Plans.of(source, window, sink));

    Exchange exchange = new Exchange("revenue", "out");
    assertThat(after.nodes())
        .containsExactly(
            source,
            new Node.PartialWindow("revenue-partial", "orders", exchange, window),
            new Node.FinalWindow("revenue", exchange, window),
            sink);
  }

  @Test
  void shouldHaveOneWriterForEachPartitionOfTheOnlyOutput() {
    assertThat(
            partitionsLike(
                Plans.map("m", "revenue", LONG), Plans.filter("f", "m"), Plans.sink("out", "f")))
        .isEqualTo("out");
  }

  @Test
  void shouldHaveThePartitionsOfTheSourceForSeveralOutputs() {
    assertThat(
            partitionsLike(
                Plans.sink("out", "revenue"),
                Plans.filter("f", "revenue"),
                Plans.sink("more", "f")))
        .isEqualTo("orders");
  }

  @Test
  void shouldHaveThePartitionsOfTheSourceWhereAnotherWindowMovesTheResults() {
    assertThat(partitionsLike(Plans.window("daily", "revenue"), Plans.sink("out", "daily")))
        .isEqualTo("orders");
  }

  @Test
  void shouldHaveThePartitionsOfTheSourceWhereAJoinMovesTheResults() {
    LogicalPlan joined =
        new PlaceExchangeBeforeForeignJoin()
            .apply(
                Plans.of(
                    Plans.USERS,
                    source,
                    window,
                    Plans.map("m", "revenue", LONG),
                    Plans.join("join-users", "m", Node.JoinKey.FOREIGN),
                    Plans.sink("out", "join-users")));

    assertThat(exchangeOf(rule.apply(joined))).isEqualTo(new Exchange("revenue", "orders"));
  }

  @Test
  void shouldServeItsOwnOutputBesideAnotherWindow() {
    assertThat(
            partitionsLike(
                Plans.sink("hourly", "revenue"),
                Plans.window("daily", "revenue"),
                Plans.sink("out", "daily")))
        .isEqualTo("hourly");
  }

  @Test
  void shouldPutTheFirstPhaseOfASecondWindowIntoTheStageOfTheFirst() {
    LogicalPlan after =
        rule.apply(
            Plans.of(source, window, Plans.window("daily", "revenue"), Plans.sink("out", "daily")));

    assertThat(CutIntoStages.of(after))
        .extracting(Stage::name, stage -> stage.nodes().stream().map(Node::id).toList())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("orders", List.of("orders", "revenue-partial")),
            org.assertj.core.groups.Tuple.tuple("revenue", List.of("revenue", "daily-partial")),
            org.assertj.core.groups.Tuple.tuple("daily", List.of("daily", "to-out")));
  }

  private String partitionsLike(Node... behind) {
    List<Node> nodes = new java.util.ArrayList<>(List.of(source, window));
    nodes.addAll(List.of(behind));
    return exchangeOf(rule.apply(Plans.of(nodes.toArray(Node[]::new)))).partitionsLike();
  }

  private static Exchange exchangeOf(LogicalPlan plan) {
    return plan.all(Node.FinalWindow.class).get(0).exchange();
  }
}
