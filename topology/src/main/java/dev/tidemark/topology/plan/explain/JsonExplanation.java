package dev.tidemark.topology.plan.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.ExchangeOutput;
import dev.tidemark.topology.plan.ExchangeUse;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.OneOrMany;
import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.TopicUse;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A plan for tools. */
final class JsonExplanation {
  private final PhysicalPlan plan;

  JsonExplanation(PhysicalPlan plan) {
    this.plan = plan;
  }

  JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", Explanation.FORMAT).put("job", plan.job());
    ObjectNode parameters = json.putObject("parameters");
    new TreeMap<>(plan.parameters()).forEach(parameters::put);
    onError(json, plan.onError(), OnError.DEAD_LETTER);
    ArrayNode stages = json.putArray("stages");
    plan.stages().forEach(stage -> stages.add(stage(stage)));
    ArrayNode exchanges = json.putArray("exchanges");
    ExchangeUse.of(plan).forEach(use -> exchanges.add(exchange(use)));
    ArrayNode stores = json.putArray("stores");
    StoreJson.of(plan).forEach(stores::add);
    ArrayNode sources = json.putArray("sources");
    plan.stages()
        .forEach(stage -> stage.source().ifPresent(node -> sources.add(source(stage, node))));
    ArrayNode paths = json.putArray("paths");
    Paths.of(plan).all().forEach(path -> paths.add(path(path)));
    ArrayNode topics = json.putArray("topics");
    TopicUse.of(plan).forEach(use -> topics.add(topic(use)));
    ArrayNode notes = json.putArray("notes");
    plan.notes().forEach(notes::add);
    return json;
  }

  private ObjectNode stage(Stage stage) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", stage.name()).put("progress_store", stage.progressStore());
    ArrayNode nodes = json.putArray("nodes");
    for (Node node : stage.nodes()) {
      ObjectNode described = node.accept(NodeJson.INSTANCE);
      onError(described, stage.onError(node), plan.onError());
      nodes.add(described);
    }
    return json;
  }

  private static void onError(ObjectNode json, OnError policy, OnError unlessStated) {
    if (!policy.equals(unlessStated)) {
      json.set("on_error", OnErrorJson.of(policy));
    }
  }

  private ObjectNode exchange(ExchangeUse use) {
    ExchangeOutput output = use.output();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", output.exchange().name())
        .put("carries", output.elements().isPresent() ? "elements" : "partial_panes");
    json.set("from", OneOrMany.json(use.from()));
    json.put("to", use.to()).put("key_type", output.key().description());
    json.set("key_schema", SchemaJson.of(output.key()));
    output
        .elements()
        .ifPresent(
            type -> {
              json.put("element_type", type.description());
              json.set("element_schema", SchemaJson.of(type));
            });
    return json.put("partitions_like", output.exchange().partitionsLike());
  }

  private static ObjectNode source(Stage stage, Node.Source source) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", source.topic())
        .put("stage", stage.name())
        .put("value_type", source.type().description());
    json.set("value_schema", SchemaJson.of(source.type()));
    source
        .eventTime()
        .ifPresentOrElse(
            time -> eventTime(json.putObject("event_time"), time),
            () -> json.putNull("event_time"));
    return json;
  }

  private static void eventTime(ObjectNode json, EventTime time) {
    json.put("out_of_order_ms", time.outOfOrderMs());
    put(json, "idle_after_ms", time.idleAfterMs());
    put(json, "max_ahead_ms", time.maxAheadMs());
  }

  private static void put(ObjectNode json, String field, OptionalLong value) {
    json.set(
        field,
        value.isPresent()
            ? JsonNodeFactory.instance.numberNode(value.getAsLong())
            : JsonNodeFactory.instance.nullNode());
  }

  private static ObjectNode path(Paths.Path path) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("source", path.source()).put("output", path.output());
    ArrayNode nodes = json.putArray("nodes");
    path.nodes().forEach(nodes::add);
    return json;
  }

  private ObjectNode topic(TopicUse use) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", use.topic()).put("role", use.role().json());
    side(json, "key", use.keySubject(plan.subjects()), use.key());
    side(json, "value", use.valueSubject(plan.subjects()), use.value());
    return json;
  }

  private static void side(
      ObjectNode json, String side, Optional<String> subject, Optional<Type<?>> type) {
    type.ifPresent(
        known -> {
          ObjectNode part = json.putObject(side).put("type", known.description());
          subject.ifPresent(name -> part.put("subject", name).set("schema", SchemaJson.of(known)));
        });
  }
}
