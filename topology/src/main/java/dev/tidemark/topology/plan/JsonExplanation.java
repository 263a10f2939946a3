package dev.tidemark.topology.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.serde.Type;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** A plan for tools. */
final class JsonExplanation {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PhysicalPlan plan;

  JsonExplanation(PhysicalPlan plan) {
    this.plan = plan;
  }

  JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("job", plan.job());
    ObjectNode parameters = json.putObject("parameters");
    new TreeMap<>(plan.parameters()).forEach(parameters::put);
    ArrayNode stages = json.putArray("stages");
    plan.stages().forEach(stage -> stages.add(stage(stage)));
    ArrayNode exchanges = json.putArray("exchanges");
    ExchangeUse.of(plan).forEach(use -> exchanges.add(exchange(use)));
    ArrayNode stores = json.putArray("stores");
    StoreUse.of(plan).forEach(use -> stores.add(store(use)));
    ArrayNode topics = json.putArray("topics");
    TopicUse.of(plan).forEach(use -> topics.add(topic(use)));
    ArrayNode notes = json.putArray("notes");
    plan.notes().forEach(notes::add);
    return json;
  }

  private static ObjectNode stage(Stage stage) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", stage.name());
    ArrayNode nodes = json.putArray("nodes");
    stage.nodes().forEach(node -> nodes.add(node.accept(NodeJson.INSTANCE)));
    return json;
  }

  private static ObjectNode exchange(ExchangeUse use) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", use.exchange().name())
        .put("carries", use.elements().isPresent() ? "elements" : "partial_panes")
        .put("key_type", use.key().description());
    use.elements().ifPresent(type -> json.put("element_type", type.description()));
    return json.put("partitions_like", use.exchange().partitionsLike());
  }

  private static ObjectNode store(StoreUse use) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return json.put("name", use.store())
        .put("content", use.content().name().toLowerCase(Locale.ROOT))
        .put("of", use.holder());
  }

  private static ObjectNode topic(TopicUse use) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", use.topic()).put("role", use.role().name().toLowerCase(Locale.ROOT));
    side(json, "key", use.topic(), use.key());
    side(json, "value", use.topic(), use.value());
    return json;
  }

  private static void side(ObjectNode json, String side, String topic, Optional<Type<?>> type) {
    type.ifPresent(
        known -> {
          ObjectNode part = json.putObject(side).put("type", known.description());
          known
              .schema()
              .ifPresent(
                  schema -> {
                    part.put("subject", topic + "-" + side);
                    part.set("schema", tree(schema));
                  });
        });
  }

  private static JsonNode tree(Schema schema) {
    try {
      return MAPPER.readTree(schema.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema that is no JSON: " + schema.getFullName(), e);
    }
  }
}
