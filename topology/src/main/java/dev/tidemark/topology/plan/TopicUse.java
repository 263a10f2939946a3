package dev.tidemark.topology.plan;

import dev.tidemark.serde.SubjectNameStrategy;
import dev.tidemark.serde.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a plan does with a topic.
 *
 * @param key the type of its keys, where the job knows it
 * @param value the type of its values, where the job knows it
 */
record TopicUse(String topic, Role role, Optional<Type<?>> key, Optional<Type<?>> value) {

  /** What a topic is for. */
  enum Role {
    STREAM,
    TABLE,
    RESULTS,
    LATE,
    DEAD_LETTERS;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /** The subject of the keys, if they have a schema. */
  Optional<String> keySubject(SubjectNameStrategy subjects) {
    return key.flatMap(Type::schema).map(schema -> subjects.ofKey(topic, schema));
  }

  /** The subject of the values, if they have a schema. */
  Optional<String> valueSubject(SubjectNameStrategy subjects) {
    return value.flatMap(Type::schema).map(schema -> subjects.ofValue(topic, schema));
  }

  /** All topics of a plan, but for the internal ones: what is read first. */
  static List<TopicUse> of(PhysicalPlan plan) {
    List<TopicUse> uses = new ArrayList<>();
    List<TopicUse> written = new ArrayList<>();
    List<TopicUse> late = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      for (Node node : stage.nodes()) {
        if (node instanceof Node.Source source) {
          uses.add(
              new TopicUse(
                  source.topic(), Role.STREAM, Optional.empty(), Optional.of(source.type())));
        }
        if (node instanceof Node.Sink sink) {
          written.add(
              new TopicUse(
                  sink.topic(),
                  Role.RESULTS,
                  Optional.of(sink.keyType()),
                  Optional.of(sink.valueType())));
        }
        if (node instanceof Node.PartialWindow window) {
          window
              .window()
              .lateTopic()
              .map(TopicUse::late)
              .filter(use -> !late.contains(use))
              .ifPresent(late::add);
        }
      }
    }
    for (Node.Table table : plan.tables()) {
      uses.add(
          new TopicUse(
              table.topic(),
              Role.TABLE,
              Optional.of(table.keyType()),
              Optional.of(table.valueType())));
    }
    uses.addAll(written);
    uses.addAll(late);
    uses.add(
        new TopicUse(
            plan.deadLetterTopic(), Role.DEAD_LETTERS, Optional.empty(), Optional.empty()));
    return uses;
  }

  private static TopicUse late(String topic) {
    return new TopicUse(topic, Role.LATE, Optional.empty(), Optional.empty());
  }
}
