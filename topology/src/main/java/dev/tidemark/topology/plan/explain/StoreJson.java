package dev.tidemark.topology.plan.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.StoreUse;
import java.util.ArrayList;
import java.util.List;

/** The stores of a plan for tools: all that have a changelog, with what is in them. */
final class StoreJson {

  private StoreJson() {}

  static List<ObjectNode> of(PhysicalPlan plan) {
    List<ObjectNode> stores = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      for (StoreUse use : stage.stores()) {
        ObjectNode json = store(use);
        if (use.content() == StoreUse.Content.PANES) {
          stage.window().ifPresent(window -> panes(json, stage, window));
        }
        stores.add(json);
      }
    }
    for (Node.Table table : plan.tables()) {
      for (StoreUse use : table.stores()) {
        ObjectNode json = store(use);
        if (use.content() == StoreUse.Content.TABLE) {
          table(json, table);
        }
        stores.add(json);
      }
    }
    return stores;
  }

  private static void panes(ObjectNode json, Stage stage, Node.FinalWindow node) {
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
  }

  private static void table(ObjectNode json, Node.Table table) {
    json.put("topic", table.topic()).put("key_type", table.keyType().description());
    json.set("key_schema", SchemaJson.of(table.keyType()));
    json.put("value_type", table.valueType().description());
    json.set("value_schema", SchemaJson.of(table.valueType()));
  }

  private static ObjectNode store(StoreUse use) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", use.store())
        .put("content", use.content().json())
        .put("of", use.holder());
  }
}
