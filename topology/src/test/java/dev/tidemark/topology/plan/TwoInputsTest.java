package dev.tidemark.topology.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.topology.plan.check.EveryWindowHasEventTime;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.explain.Explanation;
import dev.tidemark.topology.plan.rule.Merging;
import dev.tidemark.topology.plan.rule.Planner;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.TaskNumbers;
import dev.tidemark.topology.plan.upgrade.rule.ExchangeKeepsItsWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TwoInputsTest {

  private final LogicalPlan logical = Merging.logical();
  private final PhysicalPlan plan = Merging.plan();

  @Test
  void shouldFindEveryNodeBeforeAMergeOnce() {
    assertThat(logical.before(logical.node("both")))
        .extracting(Node::id)
        .containsExactly("kept", "payments");
    assertThat(logical.upstream(logical.node("counts")))
        .extracting(Node::id)
        .containsExactly("both", "kept", "payments", "clicks");
    assertThat(logical.sourcesOf(logical.node("counts")))
        .extracting(Node.Source::topic)
        .containsExactlyElementsOf(Merging.SOURCES);
    assertThat(logical.after(logical.node("payments")))
        .extracting(Node::id)
        .containsExactly("both");
  }

  @Test
  void shouldFindTheSourcesOfBothSidesAcrossTheExchange() {
    LogicalPlan exchanged = new Merging.PlaceExchangeBeforeMerge().apply(logical);

    assertThat(exchanged.sourcesOf(exchanged.node("counts")))
        .extracting(Node.Source::topic)
        .containsExactlyElementsOf(Merging.SOURCES);
    assertThat(exchanged.before(exchanged.node("both")))
        .extracting(Node::id)
        .containsExactly("both-send-0", "both-send-1");
  }

  @Test
  void shouldHaveTwoWritersOfOneExchange() {
    Stage merge = plan.readerOf(new Exchange("both", "clicks"));

    assertThat(plan.stages())
        .extracting(Stage::name)
        .containsExactly("clicks", "payments", "both", "counts");
    assertThat(plan.writersBefore(merge))
        .extracting(Stage::name)
        .containsExactlyElementsOf(Merging.SOURCES);
    assertThat(plan.sourcesOf(plan.stages().get(3)))
        .extracting(Node.Source::topic)
        .containsExactlyElementsOf(Merging.SOURCES);
  }

  @Test
  void shouldAccountForEachSourceOnItsOwnPath() {
    assertThat(Paths.of(plan).all())
        .containsExactly(
            new Paths.Path(
                "clicks",
                "counts",
                List.of("clicks", "kept", "both-0", "both-send-0", "both", "counts-partial")),
            new Paths.Path(
                "payments",
                "counts",
                List.of("payments", "both-1", "both-send-1", "both", "counts-partial")));
  }

  @Test
  void shouldNameBothWritersInThePlanDocument() {
    PlanDocument document = PlanDocument.of(Explanation.json(plan));

    assertThat(document.exchanges().keySet()).containsExactly("both", "counts");
    assertThat(document.list("exchanges").get(0).names("from"))
        .containsExactlyElementsOf(Merging.SOURCES);
    assertThat(document.sourcesOf("counts")).containsExactlyElementsOf(Merging.SOURCES);
    assertThat(TaskNumbers.of(document))
        .as("the writers of one exchange share a task")
        .containsExactly("clicks + payments", "both", "counts");
    assertThat(Explanation.text(plan)).containsOnlyOnce("elements sides [string, long]");
  }

  @Test
  void shouldNoticeWhenAWriterIsAdded() {
    PlanDocument running = PlanDocument.of(Explanation.json(plan));
    var changed = Explanation.json(plan).deepCopy();
    ((ObjectNode) changed.path("exchanges").get(0)).put("from", "clicks");

    List<PlanChange> changes =
        new ExchangeKeepsItsWriter().changes(running, PlanDocument.of(changed));

    assertThat(changes).hasSize(1);
  }

  @Test
  void shouldWantEventTimeOfEverySource() {
    List<Node> nodes =
        logical.nodes().stream()
            .map(node -> node.id().equals("payments") ? Plans.source("payments") : node)
            .toList();

    assertThat(new EveryWindowHasEventTime().problems(logical.withNodes(nodes)))
        .singleElement()
        .extracting(Problem::what)
        .isEqualTo("stream payments does not say when its events happened");
  }

  @Test
  void shouldRefuseANodeOfSeveralInputsWithoutAnExchange() {
    assertThatThrownBy(() -> Planner.plan(logical))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no rule has placed an exchange before node both");
  }

  @Test
  void shouldRefuseTwoWaysFromOneSource() {
    LogicalPlan twice =
        Plans.of(
            Plans.source("clicks"),
            Plans.filter("some", "clicks"),
            Plans.filter("others", "clicks"),
            new Merging.Merge(
                "both",
                List.of("some", "others"),
                List.of(Types.STRING, Types.STRING),
                Types.STRING,
                Function.identity(),
                "clicks"),
            Plans.sink("out", "both"));

    assertThatThrownBy(() -> Planner.plan(twice, List.of(new Merging.PlaceExchangeBeforeMerge())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("elements of source clicks reach to-out on two ways");
  }

  @Test
  void shouldWantOneTypeOfAllThatReachAnExchangedJoin() {
    Optional<?> same = typeBefore(Types.STRING);
    Optional<?> different = typeBefore(Types.LONG);

    assertThat(same).isPresent();
    assertThat(different).isEmpty();
  }

  private static Optional<?> typeBefore(Type<?> right) {
    LogicalPlan joined =
        Plans.of(
            Plans.USERS,
            Plans.map("left", "a", Types.STRING),
            Plans.map("right", "b", right),
            new PassingOn("meet", List.of("left", "right")),
            Plans.join("join", "meet", Node.JoinKey.FOREIGN));
    return ElementType.before(joined, joined.node("join"));
  }

  /** A node that makes no elements and has several inputs. */
  private record PassingOn(String id, List<String> inputs) implements PlainNode {
    @Override
    public boolean makesElements() {
      return false;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.filter(new Node.Filter(id, inputs.get(0), element -> true));
    }
  }

  @Test
  void shouldWriteOneNameAsATextAndSeveralAsAList() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("one", OneOrMany.json(List.of("a")));
    json.set("many", OneOrMany.json(List.of("a", "b")));
    PlanPart part = new PlanPart("e", json);

    assertThat(part.text("one")).contains("a");
    assertThat(part.names("one")).containsExactly("a");
    assertThat(part.names("many")).containsExactly("a", "b");
  }
}
