package dev.tidemark.topology.plan;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.SubjectNameStrategy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The use of a topic by a plan.
 *
 * @param key the type of its keys, where the job knows it
 * @param value the type of its values, where the job knows it
 */
public record TopicUse(String topic, Role role, Optional<Type<?>> key, Optional<Type<?>> value) {

  /** The purpose of a topic. */
  public enum Role {
    STREAM,
    TABLE,
    RESULTS,
    LATE,
    DEAD_LETTERS;

    /** Returns whether the job reads topics of this role. */
    public boolean isRead() {
      return this == STREAM || this == TABLE;
    }

    /** Returns its name in a plan document. */
    public String json() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /** The subject of the keys, if they have a schema. */
  public Optional<String> keySubject(SubjectNameStrategy subjects) {
    return key.flatMap(Type::schema).map(schema -> subjects.ofKey(topic, schema));
  }

  /** The subject of the values, if they have a schema. */
  public Optional<String> valueSubject(SubjectNameStrategy subjects) {
    return value.flatMap(Type::schema).map(schema -> subjects.ofValue(topic, schema));
  }

  /** All topics of a plan, but for the internal ones: what is read first. */
  public static List<TopicUse> of(PhysicalPlan plan) {
    Set<TopicUse> uses = new LinkedHashSet<>();
    for (Role role : Role.values()) {
      plan.nodes().stream()
          .flatMap(node -> node.topics().stream())
          .filter(use -> use.role() == role)
          .forEach(uses::add);
    }
    uses.add(
        new TopicUse(
            plan.deadLetterTopic(), Role.DEAD_LETTERS, Optional.empty(), Optional.empty()));
    return List.copyOf(uses);
  }

  static TopicUse stream(String topic, Type<?> type) {
    return new TopicUse(topic, Role.STREAM, Optional.empty(), Optional.of(type));
  }

  static TopicUse table(String topic, Type<?> key, Type<?> value) {
    return new TopicUse(topic, Role.TABLE, Optional.of(key), Optional.of(value));
  }

  static TopicUse results(String topic, Type<?> key, Type<?> value) {
    return new TopicUse(topic, Role.RESULTS, Optional.of(key), Optional.of(value));
  }

  static TopicUse late(String topic) {
    return new TopicUse(topic, Role.LATE, Optional.empty(), Optional.empty());
  }
}
