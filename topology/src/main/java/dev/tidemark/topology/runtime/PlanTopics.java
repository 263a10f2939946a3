package dev.tidemark.topology.runtime;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The topics that a plan reads and writes. */
final class PlanTopics {

  private final PhysicalPlan plan;

  PlanTopics(PhysicalPlan plan) {
    this.plan = plan;
  }

  /** A topic with the types that the job declares for it. */
  record Declared(String subject, Type<?> type) {}

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

  /** The types that the job writes with. */
  List<Declared> written() {
    List<Declared> types = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      for (Node node : stage.nodes()) {
        if (node instanceof Node.Sink sink) {
          types.add(new Declared(RegistryCodecs.keySubject(sink.topic()), sink.keyType()));
          types.add(new Declared(RegistryCodecs.valueSubject(sink.topic()), sink.valueType()));
        }
      }
    }
    return types;
  }

  /** The types that the job reads with. */
  List<Declared> read() {
    List<Declared> types = new ArrayList<>();
    sources()
        .forEach(s -> types.add(new Declared(RegistryCodecs.valueSubject(s.topic()), s.type())));
    for (Node.Table table : plan.tables()) {
      types.add(new Declared(RegistryCodecs.keySubject(table.topic()), table.keyType()));
      types.add(new Declared(RegistryCodecs.valueSubject(table.topic()), table.valueType()));
    }
    return types;
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
