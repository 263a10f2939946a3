package dev.tidemark.topology.plan;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.eventtime.Aggregation;
import dev.tidemark.topology.eventtime.Lateness;
import dev.tidemark.topology.eventtime.WindowSpec;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One operator of a plan. Its id is the name that its author gave it, or one that follows from the
 * structure; state, exchanges and counters are named by it, so it must not change when an unrelated
 * operator is added.
 *
 * <p>User functions are held as functions of {@code Object}: the DSL has checked their types.
 */
public sealed interface Node {

  String id();

  <R> R accept(NodeVisitor<R> visitor);

  /** A node that has a node before it. */
  sealed interface Inner extends Node {
    /** The id of the node before. */
    String input();
  }

  /** Reads events from a topic. */
  record Source(String id, String topic, Type<?> type, Optional<EventTime> eventTime)
      implements Node {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.source(this);
    }
  }

  /** Reads a topic as a table: the latest value of each key. */
  record Table(String id, String topic, Type<?> keyType, Type<?> valueType) implements Node {
    /** The name of the store that holds the table's share of a task. */
    public String store() {
      return topic;
    }

    /** The name of the store that holds the table's share of the ledger. */
    public String progressStore() {
      return Names.progressStore(id);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.table(this);
    }
  }

  /** Keeps the elements that a predicate accepts. */
  record Filter(String id, String input, Predicate<Object> keep) implements Inner {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.filter(this);
    }
  }

  /** Makes one element of each. The type, if stated, is how the new element crosses an exchange. */
  record MapElements(String id, String input, Function<Object, Object> map, Optional<Type<?>> type)
      implements Inner {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.map(this);
    }
  }

  /** Makes any number of elements of each. */
  record FlatMapElements(
      String id, String input, Function<Object, Iterable<?>> map, Optional<Type<?>> type)
      implements Inner {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.flatMap(this);
    }
  }

  /**
   * Joins each element with the latest value of a table. The joiner gets {@code null} for no value
   * in a left join only. What it returns is the new element.
   */
  record Join(
      String id,
      String input,
      String table,
      Function<Object, Object> key,
      BiFunction<Object, Object, Object> joiner,
      JoinKind kind,
      JoinKey joinKey,
      Optional<Type<?>> type)
      implements Inner {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.join(this);
    }
  }

  /**
   * Aggregates the elements of each key and window, and makes one element of each closed window.
   * The function gets what {@link WindowSpec#window} makes of its pane, and the aggregation's
   * result.
   */
  record Window(
      String id,
      String input,
      Type<?> keyType,
      Function<Object, Object> key,
      WindowSpec spec,
      long allowedLatenessMs,
      Optional<String> lateTopic,
      Aggregation<Object, Object, Object> aggregation,
      BiFunction<Object, Object, Object> result,
      Optional<Type<?>> type,
      long correctableForMs)
      implements Inner {

    /** A window that can't be corrected. */
    public Window(
        String id,
        String input,
        Type<?> keyType,
        Function<Object, Object> key,
        WindowSpec spec,
        long allowedLatenessMs,
        Optional<String> lateTopic,
        Aggregation<Object, Object, Object> aggregation,
        BiFunction<Object, Object, Object> result,
        Optional<Type<?>> type) {
      this(
          id,
          input,
          keyType,
          key,
          spec,
          allowedLatenessMs,
          lateTopic,
          aggregation,
          result,
          type,
          0);
    }

    /** The shape and the allowed lateness. */
    public Lateness lateness() {
      return new Lateness(spec, allowedLatenessMs);
    }

    /** Whether closed windows are kept to be corrected. */
    public boolean isCorrectable() {
      return correctableForMs > 0;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.window(this);
    }
  }

  /** Writes each element to a topic. */
  record Sink(
      String id,
      String input,
      String topic,
      Type<?> keyType,
      Function<Object, Object> key,
      Type<?> valueType)
      implements Inner {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.sink(this);
    }
  }

  /** Physical: sends each element through an exchange, by key. */
  record SendElements(
      String id,
      String input,
      Exchange exchange,
      Type<?> keyType,
      Function<Object, Object> key,
      Type<?> elementType)
      implements Inner {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.sendElements(this);
    }
  }

  /** Physical: receives what {@link SendElements} sent. The first node of a stage. */
  record ReceiveElements(String id, Exchange exchange, Type<?> elementType) implements Node {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.receiveElements(this);
    }
  }

  /**
   * Physical: the first phase of a window: decides lateness, combines elements, sends partial panes
   * by key.
   */
  record PartialWindow(String id, String input, Exchange exchange, Window window) implements Inner {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.partialWindow(this);
    }
  }

  /**
   * Physical: the second phase of a window: combines partial panes and closes them. The first node
   * of a stage.
   */
  record FinalWindow(String id, Exchange exchange, Window window) implements Node {
    /** The name of the store that holds the open panes. */
    public String panesStore() {
      return Names.panesStore(id);
    }

    /** The name of the store that holds closed panes, if they are kept to be corrected. */
    public Optional<String> closedStore() {
      return window.isCorrectable() ? Optional.of(Names.closedStore(id)) : Optional.empty();
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.finalWindow(this);
    }
  }

  /** Where the partition of a joined element comes from. */
  enum JoinKey {
    /**
     * The key that the topic was partitioned by: elements are where the table's share is. Checked
     * for each record.
     */
    RECORD_KEY,
    /** Any other key: elements go through an exchange first. */
    FOREIGN
  }

  /** What happens to an element for which the table has no value. */
  enum JoinKind {
    /** It is filtered. */
    INNER,
    /** It is joined with {@code null}. */
    LEFT
  }
}
