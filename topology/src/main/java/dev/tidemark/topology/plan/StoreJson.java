package dev.tidemark.topology.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The stores of a plan for tools: all that have a changelog, with what is in them. */
final class StoreJson {

  private StoreJson() {}

  static List<ObjectNode> of(PhysicalPlan plan) {
    List<ObjectNode> stores = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      stores.add(store(stage.progressStore(), StoreUse.Content.PROGRESS, stage.name()));
      if (stage.input() instanceof Node.FinalWindow window) {
        stores.add(panes(stage, window));
        window
            .closedStore()
            .ifPresent(name -> stores.add(store(name, StoreUse.Content.CLOSED, window.id())));
      }
      stage
          .parkedStore()
          .ifPresent(name -> stores.add(store(name, StoreUse.Content.PARKED, stage.name())));
    }
    for (Node.Table table : plan.tables()) {
      stores.add(table(table));
      stores.add(store(table.progressStore(), StoreUse.Content.PROGRESS, table.id()));
    }
    return stores;
  }

  private static ObjectNode panes(Stage stage, Node.FinalWindow node) {
    ObjectNode json = store(node.panesStore(), StoreUse.Content.PANES, node.id());
    json.put("stage", stage.name()).put("exchange", node.exchange().name());
    NodeJson.shape(json, node.window());
    if (node.window().lateTopic().isEmpty()) {
      json.putNull("late_topic");
    }
    json.set("key_schema", SchemaJson.of(node.window().keyType()));
    List<String> pinned = node.window().aggregation().codec().schemas();
    if (!pinned.isEmpty()) {
      ArrayNode schemas = json.putArray("accumulator_schemas");
      pinned.forEach(schema -> schemas.add(SchemaJson.of(schema)));
    }
    return json;
  }

  private static ObjectNode table(Node.Table table) {
    ObjectNode json = store(table.store(), StoreUse.Content.TABLE, table.id());
    json.put("topic", table.topic()).put("key_type", table.keyType().description());
    json.set("key_schema", SchemaJson.of(table.keyType()));
    json.put("value_type", table.valueType().description());
    json.set("value_schema", SchemaJson.of(table.valueType()));
    return json;
  }

  private static ObjectNode store(String name, StoreUse.Content content, String of) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("content", content.name().toLowerCase(Locale.ROOT))
        .put("of", of);
  }
}
