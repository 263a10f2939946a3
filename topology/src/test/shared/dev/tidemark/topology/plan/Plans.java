package dev.tidemark.topology.plan;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.aggregation.AccumulatorCodec;
import dev.tidemark.topology.aggregation.Aggregation;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Nodes of logical plans, for rules that are tested one by one. All functions are the same
 * instances.
 */
public final class Plans {
  public static final Function<Object, Object> KEY = element -> element;
  public static final BiFunction<Object, Object, Object> JOINER = (element, value) -> element;
  public static final Node.Table USERS = new Node.Table("users", "users", LONG, STRING);

  private Plans() {}

  public static LogicalPlan of(Node... nodes) {
    return new LogicalPlan("shop", List.of(nodes), Parameters.none(), DeclaredSettings.none());
  }

  public static Node.Source source(String topic) {
    return new Node.Source(topic, topic, STRING, Optional.empty());
  }

  public static Node.Filter filter(String id, String input) {
    return new Node.Filter(id, input, element -> true);
  }

  public static Node.MapElements map(String id, String input, Type<?> type) {
    return new Node.MapElements(id, input, KEY, Optional.of(type));
  }

  public static Node.Join join(String id, String input, Node.JoinKey joinKey) {
    return new Node.Join(
        id, input, "users", KEY, JOINER, Node.JoinKind.LEFT, joinKey, Optional.of(STRING));
  }

  public static Node.Window window(String id, String input) {
    return new Node.Window(
        id,
        input,
        new Node.Window.Keying(STRING, KEY),
        new Node.Window.Closing(new WindowSpec.Tumbling(1000), 0, Optional.empty(), 0),
        NOTHING,
        JOINER,
        Optional.empty());
  }

  public static Node.Sink sink(String topic, String input) {
    return new Node.Sink("to-" + topic, input, topic, STRING, KEY, STRING);
  }

  /** An aggregation that is never run. */
  private static final Aggregation<Object, Object, Object> NOTHING =
      new Aggregation<>() {
        @Override
        public Object create() {
          throw new UnsupportedOperationException();
        }

        @Override
        public Object accumulate(Object accumulator, Object element) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Object combine(Object left, Object right) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Object result(Object accumulator) {
          throw new UnsupportedOperationException();
        }

        @Override
        public AccumulatorCodec<Object> codec() {
          throw new UnsupportedOperationException();
        }

        @Override
        public String description() {
          return "nothing";
        }
      };
}
