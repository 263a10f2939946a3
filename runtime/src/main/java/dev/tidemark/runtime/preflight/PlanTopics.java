package dev.tidemark.runtime.preflight;

import dev.tidemark.runtime.preflight.SchemaReport.Side;
import dev.tidemark.runtime.preflight.SchemaReport.Use;
import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.TopicUse;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** The topics that a plan reads and writes. */
public final class PlanTopics {

  private final PhysicalPlan plan;

  public PlanTopics(PhysicalPlan plan) {
    this.plan = plan;
  }

  /** A schema that the job declares for the keys or the values of a topic. */
  record DeclaredSchema(String topic, Side side, Use use, String subject, Schema schema) {}

  /** Every topic that is read. */
  public Set<String> inputs() {
    Set<String> topics = new LinkedHashSet<>();
    sources().forEach(source -> topics.add(source.topic()));
    plan.tables().forEach(table -> topics.add(table.topic()));
    return topics;
  }

  /**
   * Every topic that is written, with the source topic whose partitions it has if it must be
   * created: of several sources, the first.
   */
  public Map<String, String> outputs() {
    Map<String, String> topics = new LinkedHashMap<>();
    for (Stage stage : plan.stages()) {
      String source = plan.sourcesOf(stage).get(0).topic();
      for (TopicUse use : stage.topics()) {
        if (!use.role().isRead()) {
          topics.putIfAbsent(use.topic(), source);
        }
      }
    }
    topics.put(plan.deadLetterTopic(), sources().get(0).topic());
    return topics;
  }

  /** Returns the schemas that the job declares for topics, each once: what is read first. */
  List<DeclaredSchema> schemas() {
    Set<DeclaredSchema> read = new LinkedHashSet<>();
    Set<DeclaredSchema> written = new LinkedHashSet<>();
    plan.stages().forEach(stage -> add(stage.topics(), read, written));
    plan.tables().forEach(table -> add(table.topics(), read, written));
    read.addAll(written);
    return List.copyOf(read);
  }

  private void add(List<TopicUse> topics, Set<DeclaredSchema> read, Set<DeclaredSchema> written) {
    for (TopicUse use : topics) {
      Use purpose = use.role().isRead() ? Use.READ : Use.WRITTEN;
      Set<DeclaredSchema> into = use.role().isRead() ? read : written;
      use.key().ifPresent(type -> key(into, purpose, use.topic(), type));
      use.value().ifPresent(type -> value(into, purpose, use.topic(), type));
    }
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

  public List<Node.Source> sources() {
    return plan.sources();
  }
}
