package dev.tidemark.topology.runtime;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.runtime.SchemaReport.Side;
import dev.tidemark.topology.runtime.SchemaReport.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** The topics that a plan reads and writes. */
final class PlanTopics {

  private final PhysicalPlan plan;

  PlanTopics(PhysicalPlan plan) {
    this.plan = plan;
  }

  /** A schema that the job declares for the keys or the values of a topic. */
  record DeclaredSchema(String topic, Side side, Use use, String subject, Schema schema) {}

  /** Every topic that is read. */
  Set<String> inputs() {
    Set<String> topics = new LinkedHashSet<>();
    sources().forEach(source -> topics.add(source.topic()));
    plan.tables().forEach(table -> topics.add(table.topic()));
    return topics;
  }

  /**
   * Every topic that is written, with the source topic whose partitions it has if it must be
   * created.
   */
  Map<String, String> outputs() {
    Map<String, String> topics = new LinkedHashMap<>();
    for (Stage stage : plan.stages()) {
      String source = sourceOf(stage).topic();
      for (Node node : stage.nodes()) {
        if (node instanceof Node.Sink sink) {
          topics.putIfAbsent(sink.topic(), source);
        } else if (node instanceof Node.PartialWindow partial) {
          partial.window().lateTopic().ifPresent(topic -> topics.putIfAbsent(topic, source));
        }
      }
    }
    topics.put(plan.deadLetterTopic(), sources().get(0).topic());
    return topics;
  }

  /** The schemas that the job declares for topics, each once: what is read first. */
  List<DeclaredSchema> schemas() {
    Set<DeclaredSchema> schemas = new LinkedHashSet<>();
    sources().forEach(s -> value(schemas, Use.READ, s.topic(), s.type()));
    for (Node.Table table : plan.tables()) {
      key(schemas, Use.READ, table.topic(), table.keyType());
      value(schemas, Use.READ, table.topic(), table.valueType());
    }
    for (Stage stage : plan.stages()) {
      for (Node node : stage.nodes()) {
        if (node instanceof Node.Sink sink) {
          key(schemas, Use.WRITTEN, sink.topic(), sink.keyType());
          value(schemas, Use.WRITTEN, sink.topic(), sink.valueType());
        }
      }
    }
    return List.copyOf(schemas);
  }

  private void key(Set<DeclaredSchema> into, Use use, String topic, Type<?> type) {
    type.schema()
        .map(schema -> declared(topic, Side.KEY, use, plan.subjects().ofKey(topic, schema), schema))
        .ifPresent(into::add);
  }

  private void value(Set<DeclaredSchema> into, Use use, String topic, Type<?> type) {
    type.schema()
        .map(
            schema ->
                declared(topic, Side.VALUE, use, plan.subjects().ofValue(topic, schema), schema))
        .ifPresent(into::add);
  }

  private static DeclaredSchema declared(
      String topic, Side side, Use use, String subject, Schema schema) {
    return new DeclaredSchema(topic, side, use, subject, schema);
  }

  List<Node.Source> sources() {
    List<Node.Source> sources = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      if (stage.input() instanceof Node.Source source) {
        sources.add(source);
      }
    }
    return sources;
  }

  /** The source at the head of what reaches a stage. */
  Node.Source sourceOf(Stage stage) {
    Stage current = stage;
    while (!(current.input() instanceof Node.Source)) {
      current = writerOf(current);
    }
    return (Node.Source) current.input();
  }

  /** The stage that feeds one that reads an exchange. */
  Stage writerOf(Stage reader) {
    String exchange = Deployment.exchangeOf(reader.input()).name();
    return plan.stages().stream()
        .filter(stage -> stage.nodes().stream().anyMatch(node -> Deployment.writes(node, exchange)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing writes to exchange " + exchange));
  }
}
