package dev.tidemark.testkit;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The types of a plan's topics. */
final class Topics {

  private final Map<String, Both> types = new HashMap<>();

  Topics(PhysicalPlan plan) {
    Map<String, Stage> writers = new HashMap<>();
    for (Stage stage : plan.stages()) {
      for (Node node : stage.nodes()) {
        exchangeWrittenBy(node).ifPresent(exchange -> writers.put(exchange, stage));
      }
    }
    plan.tables()
        .forEach(t -> types.put(t.topic(), new Both(Optional.of(t.keyType()), t.valueType())));
    for (Stage stage : plan.stages()) {
      for (Node node : stage.nodes()) {
        if (node instanceof Node.Source source) {
          types.put(source.topic(), new Both(Optional.empty(), source.type()));
        } else if (node instanceof Node.Sink sink) {
          types.put(sink.topic(), new Both(Optional.of(sink.keyType()), sink.valueType()));
        } else if (node instanceof Node.PartialWindow partial) {
          Type<?> late = sourceOf(stage, writers).type();
          partial
              .window()
              .lateTopic()
              .ifPresent(t -> types.put(t, new Both(Optional.empty(), late)));
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

  static Optional<String> exchangeWrittenBy(Node node) {
    if (node instanceof Node.PartialWindow partial) {
      return Optional.of(partial.exchange().name());
    }
    return node instanceof Node.SendElements send
        ? Optional.of(send.exchange().name())
        : Optional.empty();
  }

  static String exchangeReadBy(Node input) {
    return input instanceof Node.FinalWindow window
        ? window.exchange().name()
        : ((Node.ReceiveElements) input).exchange().name();
  }

  private static Node.Source sourceOf(Stage stage, Map<String, Stage> writers) {
    Stage current = stage;
    while (!(current.input() instanceof Node.Source)) {
      Stage writer = writers.get(exchangeReadBy(current.input()));
      if (writer == null) {
        throw new IllegalStateException("nothing feeds stage " + current.name());
      }
      current = writer;
    }
    return (Node.Source) current.input();
  }
}
