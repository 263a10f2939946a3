package dev.tidemark.testkit;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.TopicUse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The types of a plan's topics. */
final class Topics {

  private final Map<String, Both> types = new HashMap<>();

  Topics(PhysicalPlan plan) {
    for (Node node : plan.nodes()) {
      for (TopicUse use : node.topics()) {
        use.value().ifPresent(type -> types.put(use.topic(), new Both(use.key(), type)));
      }
    }
    for (Stage stage : plan.stages()) {
      Type<?> late = plan.sourcesOf(stage).get(0).type();
      for (TopicUse use : stage.topics()) {
        if (use.role() == TopicUse.Role.LATE) {
          types.put(use.topic(), new Both(Optional.empty(), late));
        }
      }
    }
  }

  /** The types of a topic; a stream's key has none. */
  record Both(Optional<Type<?>> key, Type<?> value) {}

  Both of(String topic) {
    Both found = types.get(topic);
    if (found == null) {
      throw new IllegalArgumentException(
          "the job neither reads nor writes topic %s; it knows %s"
              .formatted(topic, types.keySet()));
    }
    return found;
  }
}
