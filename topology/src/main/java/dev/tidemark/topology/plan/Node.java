package dev.tidemark.topology.plan;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.aggregation.Aggregation;
import dev.tidemark.topology.eventtime.window.Lateness;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.StoreUse.Content;
import java.util.List;
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
 *
 * <p>A node describes itself: what walks a plan asks it and does not look at its kind. Where the
 * kind decides the behaviour, {@link NodeVisitor} and {@link StageInputVisitor} ask for every kind.
 * The interface is not sealed, so that a test can add a kind.
 */
public interface Node {

  String id();

  /**
   * The ids of the nodes whose elements this one gets. A node with several must be replaced by a
   * rule: in a plan whose exchanges are placed, it reads one exchange that several nodes write to.
   */
  List<String> inputs();

  /** The ids of the tables that it looks values up in. */
  List<String> tables();

  /** The topics that it reads and writes. */
  List<TopicUse> topics();

  /** The state stores of its own, those of its stage left out. */
  List<StoreUse> stores();

  /** The exchange that it reads. */
  Optional<Exchange> reads();

  /** The exchange that it writes to, with what it sends. */
  Optional<ExchangeOutput> writes();

  /** The name under which elements that arrive here are accounted for: the end of a path. */
  Optional<String> output();

  /** The id of the step that its author stated, which it is or was made of. */
  String step();

  /** The ids and stores that follow from its id once it is planned, its own id left out. */
  List<String> derivedNames();

  /** Returns whether elements leave the partition that their topic had them on. */
  boolean movesElements();

  /** Returns whether it makes elements rather than passing on those that it gets. */
  boolean makesElements();

  /** The node with a type for its elements; the same node if it can't have one. */
  Node withElementType(Type<?> type);

  <R> R accept(NodeVisitor<R> visitor);

  /** A node that has one node before it. */
  interface Inner extends PlainNode {
    /** The id of the node before. */
    String input();

    @Override
    default List<String> inputs() {
      return List.of(input());
    }
  }

  /** Reads events from a topic. */
  record Source(String id, String topic, Type<?> type, Optional<EventTime> eventTime)
      implements StageInput {
    @Override
    public List<TopicUse> topics() {
      return List.of(TopicUse.stream(topic, type));
    }

    @Override
    public List<String> derivedNames() {
      return Names.ofStage(id);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.source(this);
    }

    @Override
    public <R> R accept(StageInputVisitor<R> visitor) {
      return visitor.source(this);
    }
  }

  /** Reads a topic as a table: the latest value of each key. */
  record Table(String id, String topic, Type<?> keyType, Type<?> valueType) implements PlainNode {
    /** The name of the store that holds the table's share of a task. */
    public String store() {
      return topic;
    }

    /** The name of the store that holds the table's share of the ledger. */
    public String progressStore() {
      return Names.progressStore(id);
    }

    @Override
    public List<String> inputs() {
      return List.of();
    }

    @Override
    public List<TopicUse> topics() {
      return List.of(TopicUse.table(topic, keyType, valueType));
    }

    @Override
    public List<StoreUse> stores() {
      return List.of(
          new StoreUse(store(), Content.TABLE, id),
          new StoreUse(progressStore(), Content.PROGRESS, id));
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.table(this);
    }
  }

  /** Keeps the elements that a predicate accepts. */
  record Filter(String id, String input, Predicate<Object> keep) implements Inner {
    @Override
    public boolean makesElements() {
      return false;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.filter(this);
    }
  }

  /** Makes one element of each. The type, if stated, is how the new element crosses an exchange. */
  record MapElements(String id, String input, Function<Object, Object> map, Optional<Type<?>> type)
      implements Inner {
    @Override
    public Node withElementType(Type<?> stated) {
      return new MapElements(id, input, map, Optional.of(stated));
    }

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
    public Node withElementType(Type<?> stated) {
      return new FlatMapElements(id, input, map, Optional.of(stated));
    }

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
    public List<String> tables() {
      return List.of(table);
    }

    @Override
    public List<String> derivedNames() {
      return joinKey == JoinKey.FOREIGN ? Names.ofExchangedJoin(id) : List.of();
    }

    @Override
    public boolean movesElements() {
      return joinKey == JoinKey.FOREIGN;
    }

    @Override
    public Node withElementType(Type<?> stated) {
      return new Join(id, input, table, key, joiner, kind, joinKey, Optional.of(stated));
    }

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
      Keying keying,
      Closing closing,
      Aggregation<Object, Object, Object> aggregation,
      BiFunction<Object, Object, Object> result,
      Optional<Type<?>> type)
      implements Inner {

    /** The key that elements are grouped by. */
    public record Keying(Type<?> type, Function<Object, Object> key) {}

    /**
     * The windows, and when they close.
     *
     * @param allowedLatenessMs how long a window stays open beyond the watermark
     * @param lateTopic the topic that late events are written to
     * @param correctableForMs how long a closed window is kept to be corrected; 0: not at all
     */
    public record Closing(
        WindowSpec spec,
        long allowedLatenessMs,
        Optional<String> lateTopic,
        long correctableForMs) {}

    public Type<?> keyType() {
      return keying.type();
    }

    public Function<Object, Object> key() {
      return keying.key();
    }

    public WindowSpec spec() {
      return closing.spec();
    }

    public long allowedLatenessMs() {
      return closing.allowedLatenessMs();
    }

    public Optional<String> lateTopic() {
      return closing.lateTopic();
    }

    public long correctableForMs() {
      return closing.correctableForMs();
    }

    /** The shape and the allowed lateness. */
    public Lateness lateness() {
      return new Lateness(spec(), allowedLatenessMs());
    }

    /** Returns whether closed windows are kept to be corrected. */
    public boolean isCorrectable() {
      return correctableForMs() > 0;
    }

    @Override
    public List<TopicUse> topics() {
      return lateTopic().map(TopicUse::late).stream().toList();
    }

    @Override
    public List<String> derivedNames() {
      return Names.ofWindow(id);
    }

    @Override
    public boolean movesElements() {
      return true;
    }

    @Override
    public Node withElementType(Type<?> stated) {
      return new Window(id, input, keying, closing, aggregation, result, Optional.of(stated));
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
    public List<TopicUse> topics() {
      return List.of(TopicUse.results(topic, keyType, valueType));
    }

    @Override
    public Optional<String> output() {
      return Optional.of(id);
    }

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
    public Optional<ExchangeOutput> writes() {
      return Optional.of(new ExchangeOutput(exchange, keyType, Optional.of(elementType)));
    }

    @Override
    public String step() {
      return exchange.name();
    }

    @Override
    public boolean movesElements() {
      return true;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.sendElements(this);
    }
  }

  /**
   * Physical: receives what {@link SendElements} sent; of several, if they write to one exchange.
   * The first node of a stage.
   */
  record ReceiveElements(String id, Exchange exchange, Type<?> elementType) implements StageInput {
    @Override
    public Optional<Exchange> reads() {
      return Optional.of(exchange);
    }

    @Override
    public String step() {
      return exchange.name();
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.receiveElements(this);
    }

    @Override
    public <R> R accept(StageInputVisitor<R> visitor) {
      return visitor.receiveElements(this);
    }
  }

  /**
   * Physical: the first phase of a window: decides lateness, combines elements, sends partial panes
   * by key.
   */
  record PartialWindow(String id, String input, Exchange exchange, Window window) implements Inner {
    @Override
    public List<TopicUse> topics() {
      return window.topics();
    }

    @Override
    public Optional<ExchangeOutput> writes() {
      return Optional.of(new ExchangeOutput(exchange, window.keyType(), Optional.empty()));
    }

    @Override
    public Optional<String> output() {
      return Optional.of(window.id());
    }

    @Override
    public String step() {
      return window.id();
    }

    @Override
    public boolean movesElements() {
      return true;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.partialWindow(this);
    }
  }

  /**
   * Physical: the second phase of a window: combines partial panes and closes them. The first node
   * of a stage.
   */
  record FinalWindow(String id, Exchange exchange, Window window) implements StageInput {
    /** The name of the store that holds the open panes. */
    public String panesStore() {
      return Names.panesStore(id);
    }

    /** The name of the store that holds closed panes, if they are kept to be corrected. */
    public Optional<String> closedStore() {
      return window.isCorrectable() ? Optional.of(Names.closedStore(id)) : Optional.empty();
    }

    @Override
    public List<TopicUse> topics() {
      return window.topics();
    }

    @Override
    public List<StoreUse> stores() {
      StoreUse panes = new StoreUse(panesStore(), Content.PANES, id);
      return closedStore()
          .map(closed -> List.of(panes, new StoreUse(closed, Content.CLOSED, id)))
          .orElse(List.of(panes));
    }

    @Override
    public Optional<Exchange> reads() {
      return Optional.of(exchange);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.finalWindow(this);
    }

    @Override
    public <R> R accept(StageInputVisitor<R> visitor) {
      return visitor.finalWindow(this);
    }
  }

  /** The origin of the partition of a joined element. */
  enum JoinKey {
    /**
     * The key that the topic was partitioned by: elements are where the table's share is. Checked
     * for each record.
     */
    RECORD_KEY,
    /** Any other key: elements go through an exchange first. */
    FOREIGN
  }

  /** The handling of an element for which the table has no value. */
  enum JoinKind {
    /** It is filtered. */
    INNER,
    /** It is joined with {@code null}. */
    LEFT
  }
}
