package dev.tidemark.topology.plan.rule;

import static dev.tidemark.serde.Types.INSTANT;
import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Plans;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaceExchangeBeforeForeignJoinTest {
  private final Rule rule = new PlaceExchangeBeforeForeignJoin();

  @Test
  void shouldSendElementsToWhereTheTableIsAndJoinThemThere() {
    Node.Source source = Plans.source("orders");
    Node.Join join = Plans.join("join-users", "orders", Node.JoinKey.FOREIGN);
    Node.Sink sink = Plans.sink("out", "join-users");

    LogicalPlan after = rule.apply(Plans.of(Plans.USERS, source, join, sink));

    Exchange exchange = new Exchange("join-users", "users");
    assertThat(after.nodes())
        .containsExactly(
            Plans.USERS,
            source,
            new Node.SendElements("join-users-send", "orders", exchange, LONG, Plans.KEY, STRING),
            new Node.ReceiveElements("join-users-receive", exchange, STRING),
            new Node.Join(
                "join-users",
                "join-users-receive",
                "users",
                Plans.KEY,
                Plans.JOINER,
                Node.JoinKind.LEFT,
                Node.JoinKey.RECORD_KEY,
                Optional.of(STRING)),
            sink);
  }

  @Test
  void shouldSendElementsAsTheNearestNodeThatMakesThemSays() {
    LogicalPlan after =
        rule.apply(
            Plans.of(
                Plans.USERS,
                Plans.source("orders"),
                Plans.map("instants", "orders", INSTANT),
                Plans.filter("recent", "instants"),
                Plans.join("join-users", "recent", Node.JoinKey.FOREIGN)));

    assertThat(after.all(Node.SendElements.class))
        .extracting(Node.SendElements::elementType)
        .containsExactly(INSTANT);
  }

  @Test
  void shouldLeaveAJoinOnTheRecordsKeyAlone() {
    LogicalPlan plan =
        Plans.of(
            Plans.USERS,
            Plans.source("orders"),
            Plans.join("join-users", "orders", Node.JoinKey.RECORD_KEY));

    assertThat(rule.apply(plan)).isEqualTo(plan);
  }

  @Test
  void shouldFindTheSourceThroughItsExchanges() {
    LogicalPlan after =
        rule.apply(
            Plans.of(
                Plans.USERS,
                Plans.source("orders"),
                Plans.join("first", "orders", Node.JoinKey.FOREIGN),
                Plans.join("second", "first", Node.JoinKey.FOREIGN)));

    assertThat(after.sourcesOf(after.node("second")))
        .containsExactly((Node.Source) after.node("orders"));
    assertThat(after.upstream(after.node("second")))
        .extracting(Node::id)
        .containsExactly(
            "second-receive", "second-send", "first", "first-receive", "first-send", "orders");
  }
}
