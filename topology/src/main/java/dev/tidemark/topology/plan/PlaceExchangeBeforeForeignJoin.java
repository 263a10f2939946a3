package dev.tidemark.topology.plan;

import dev.tidemark.serde.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings elements to the task that holds their share of the table.
 *
 * <pre>
 * before: Join(id, FOREIGN)
 * after:  SendElements(id-send) | exchange id, partitioned like the table | ReceiveElements(id-receive)
 *         Join(id, RECORD_KEY)
 * </pre>
 */
final class PlaceExchangeBeforeForeignJoin implements Rule {

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : plan.nodes()) {
      if (node instanceof Node.Join join && join.joinKey() == Node.JoinKey.FOREIGN) {
        nodes.addAll(exchanged(plan, join));
      } else {
        nodes.add(node);
      }
    }
    return plan.withNodes(nodes);
  }

  private static List<Node> exchanged(LogicalPlan plan, Node.Join join) {
    Node.Table table = (Node.Table) plan.node(join.table());
    Exchange exchange = new Exchange(join.id(), table.topic());
    Type<?> elements =
        elementType(plan, join)
            .orElseThrow(() -> new IllegalStateException("no type before " + join.id()));
    return List.of(
        new Node.SendElements(
            Names.send(join.id()), join.input(), exchange, table.keyType(), join.key(), elements),
        new Node.ReceiveElements(Names.receive(join.id()), exchange, elements),
        new Node.Join(
            join.id(),
            Names.receive(join.id()),
            join.table(),
            join.key(),
            join.joiner(),
            join.kind(),
            Node.JoinKey.RECORD_KEY,
            join.type()));
  }

  /**
   * How the elements that reach a node become bytes: as the nearest node that makes elements says.
   */
  static Optional<Type<?>> elementType(LogicalPlan plan, Node reached) {
    return ElementType.of(maker(plan, reached));
  }

  /** The nearest node before another one that makes elements rather than passing them on. */
  static Node maker(LogicalPlan plan, Node reached) {
    return plan.upstream(reached).stream()
        .filter(node -> !(node instanceof Node.Filter))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing before " + reached.id()));
  }
}
