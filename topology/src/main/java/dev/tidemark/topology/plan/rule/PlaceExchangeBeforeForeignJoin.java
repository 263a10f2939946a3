package dev.tidemark.topology.plan.rule;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.ElementType;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import java.util.List;

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
    return plan.replacing(
        Node.Join.class,
        join -> join.joinKey() == Node.JoinKey.FOREIGN ? exchanged(plan, join) : List.of(join));
  }

  private static List<Node> exchanged(LogicalPlan plan, Node.Join join) {
    Node.Table table = plan.table(join.table());
    Exchange exchange = new Exchange(join.id(), table.topic());
    Type<?> elements =
        ElementType.before(plan, join)
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
}
