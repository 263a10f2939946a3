package dev.tidemark.topology.plan.explain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeVisitor;
import dev.tidemark.topology.plan.OneOrMany;
import dev.tidemark.topology.plan.document.PlannedWindow;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A node as an object: {@code id}, {@code kind}, {@code input} where there is one, then what the
 * kind has.
 */
final class NodeJson implements NodeVisitor<ObjectNode> {
  static final NodeJson INSTANCE = new NodeJson();

  private NodeJson() {}

  @Override
  public ObjectNode source(Node.Source node) {
    ObjectNode json = of(node, "source");
    json.put("topic", node.topic()).put("type", node.type().description());
    node.eventTime().ifPresent(time -> eventTime(json.putObject("event_time"), time));
    return json;
  }

  @Override
  public ObjectNode table(Node.Table node) {
    return of(node, "table")
        .put("topic", node.topic())
        .put("key_type", node.keyType().description())
        .put("value_type", node.valueType().description());
  }

  @Override
  public ObjectNode filter(Node.Filter node) {
    return of(node, "filter");
  }

  @Override
  public ObjectNode map(Node.MapElements node) {
    return typed(of(node, "map"), node.type());
  }

  @Override
  public ObjectNode flatMap(Node.FlatMapElements node) {
    return typed(of(node, "flat_map"), node.type());
  }

  @Override
  public ObjectNode join(Node.Join node) {
    ObjectNode json =
        of(node, "join")
            .put("table", node.table())
            .put("join_kind", node.kind().name().toLowerCase(Locale.ROOT));
    return typed(json, node.type());
  }

  @Override
  public ObjectNode window(Node.Window node) {
    return shape(of(node, "window"), node);
  }

  @Override
  public ObjectNode sink(Node.Sink node) {
    return of(node, "sink")
        .put("topic", node.topic())
        .put("key_type", node.keyType().description())
        .put("value_type", node.valueType().description());
  }

  @Override
  public ObjectNode sendElements(Node.SendElements node) {
    return of(node, "send").put("exchange", node.exchange().name());
  }

  @Override
  public ObjectNode receiveElements(Node.ReceiveElements node) {
    return of(node, "receive").put("exchange", node.exchange().name());
  }

  @Override
  public ObjectNode partialWindow(Node.PartialWindow node) {
    ObjectNode json = of(node, "partial_window");
    json.put("window", node.window().id()).put("exchange", node.exchange().name());
    return shape(json, node.window());
  }

  @Override
  public ObjectNode finalWindow(Node.FinalWindow node) {
    ObjectNode json = of(node, "final_window");
    json.put("window", node.window().id()).put("exchange", node.exchange().name());
    return typed(json, node.window().type());
  }

  private static ObjectNode of(Node node, String kind) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", node.id()).put("kind", kind);
    if (!node.inputs().isEmpty()) {
      json.set("input", OneOrMany.json(node.inputs()));
    }
    return json;
  }

  private static ObjectNode typed(ObjectNode json, Optional<Type<?>> type) {
    type.ifPresent(stated -> json.put("type", stated.description()));
    return json;
  }

  static ObjectNode shape(ObjectNode json, Node.Window window) {
    PlannedWindow.write(window.spec(), json);
    json.put("allowed_lateness_ms", window.allowedLatenessMs());
    window.lateTopic().ifPresent(topic -> json.put("late_topic", topic));
    if (window.isCorrectable()) {
      json.put("correctable_for_ms", window.correctableForMs());
    }
    return json.put("key_type", window.keyType().description())
        .put("aggregation", window.aggregation().description())
        .put("accumulator", window.aggregation().codec().layout());
  }

  private static void eventTime(ObjectNode json, EventTime time) {
    json.put("out_of_order_ms", time.outOfOrderMs());
    put(json, "idle_after_ms", time.idleAfterMs());
    put(json, "max_ahead_ms", time.maxAheadMs());
  }

  private static void put(ObjectNode json, String field, OptionalLong value) {
    if (value.isPresent()) {
      json.put(field, value.getAsLong());
    }
  }
}
