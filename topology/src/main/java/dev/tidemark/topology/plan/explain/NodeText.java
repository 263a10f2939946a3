package dev.tidemark.topology.plan.explain;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.Durations;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeVisitor;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** One line about a node. */
final class NodeText implements NodeVisitor<String> {
  static final NodeText INSTANCE = new NodeText();

  private NodeText() {}

  @Override
  public String source(Node.Source node) {
    String read = "stream " + node.id() + ": " + node.type().description() + first(node.type());
    return read + node.eventTime().map(NodeText::eventTime).orElse("; no event time");
  }

  private static String first(Type<?> type) {
    return type.readFirst()
        .flatMap(Type::schema)
        .map(schema -> "; decodes " + names(schema) + " first")
        .orElse("");
  }

  private static String names(Schema schema) {
    return schema.getFields().stream().map(Schema.Field::name).collect(Collectors.joining(", "));
  }

  @Override
  public String table(Node.Table node) {
    return "table " + node.id();
  }

  @Override
  public String filter(Node.Filter node) {
    return "filter " + node.id();
  }

  @Override
  public String map(Node.MapElements node) {
    return "map " + node.id() + typed(node.type());
  }

  @Override
  public String flatMap(Node.FlatMapElements node) {
    return "flatMap " + node.id() + typed(node.type());
  }

  @Override
  public String join(Node.Join node) {
    String kind = node.kind() == Node.JoinKind.LEFT ? "left join " : "join ";
    return kind + node.id() + ": latest value of table " + node.table() + typed(node.type());
  }

  @Override
  public String window(Node.Window node) {
    return "window " + node.id() + ": " + shape(node);
  }

  @Override
  public String sink(Node.Sink node) {
    return "to "
        + node.topic()
        + ": key "
        + node.keyType().description()
        + ", value "
        + node.valueType().description();
  }

  @Override
  public String sendElements(Node.SendElements node) {
    return "send to exchange " + node.exchange().name();
  }

  @Override
  public String receiveElements(Node.ReceiveElements node) {
    return "receive from exchange " + node.exchange().name();
  }

  @Override
  public String partialWindow(Node.PartialWindow node) {
    return "window "
        + node.window().id()
        + ", first phase: "
        + shape(node.window())
        + "; send to exchange "
        + node.exchange().name();
  }

  @Override
  public String finalWindow(Node.FinalWindow node) {
    return "window "
        + node.id()
        + ", second phase: receive from exchange "
        + node.exchange().name()
        + typed(node.window().type());
  }

  private static String shape(Node.Window window) {
    String shape =
        window.spec().describe(Durations::formatMs)
            + " by key "
            + window.keyType().description()
            + "; "
            + window.aggregation().description();
    if (window.allowedLatenessMs() > 0) {
      shape += "; allowed lateness " + Durations.formatMs(window.allowedLatenessMs());
    }
    shape += window.lateTopic().map(topic -> "; late to " + topic).orElse("");
    return window.isCorrectable()
        ? shape + "; correctable for " + Durations.formatMs(window.correctableForMs())
        : shape;
  }

  private static String typed(Optional<Type<?>> type) {
    return type.map(stated -> "; makes " + stated.description()).orElse("");
  }

  private static String eventTime(EventTime time) {
    String text = "; event time out of order by " + Durations.formatMs(time.outOfOrderMs());
    if (time.idleAfterMs().isPresent()) {
      text += ", idle after " + Durations.formatMs(time.idleAfterMs().getAsLong());
    }
    if (time.maxAheadMs().isPresent()) {
      text += ", at most " + Durations.formatMs(time.maxAheadMs().getAsLong()) + " ahead";
    }
    return text;
  }
}
