package dev.tidemark.topology.dsl;

import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Node.JoinKey;
import dev.tidemark.topology.plan.Node.JoinKind;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * The kind of a join with a table: inner or left, by any key or by the key of the record.
 * Immutable; each method returns a new value.
 *
 * <pre>{@code
 * orders.join(
 *     Join.left(users).named("buyer"),
 *     Order::getUserId,
 *     (order, user) -> user.map(User::getRegion).orElse("unknown"))
 * }</pre>
 *
 * @param <K> the table's keys
 * @param <V> the values that the joiner gets: the table's values in an inner join, an {@link
 *     Optional} of them in a left join
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class Join<K, V> extends Joinable<K, V> {
  private final Node.Table table;
  private final String name;
  private final JoinKind kind;
  private final JoinKey key;

  private Join(Node.Table table, String name, JoinKind kind, JoinKey key) {
    this.table = table;
    this.name = name;
    this.kind = kind;
    this.key = key;
  }

  /**
   * Filters the elements for which the table has no value. {@code stream.join(users, ...)} is short
   * for {@code stream.join(Join.inner(users), ...)}.
   *
   * @param table the table to join with
   */
  public static <K, V> Join<K, V> inner(Table<K, V> table) {
    return of(table, JoinKind.INNER);
  }

  /**
   * Keeps the elements for which the table has no value: the joiner gets an empty {@link Optional}.
   *
   * @param table the table to join with
   */
  public static <K, V> Join<K, Optional<V>> left(Table<K, V> table) {
    return of(table, JoinKind.LEFT);
  }

  private static <K, V> Join<K, V> of(Table<?, ?> table, JoinKind kind) {
    Node.Table node = Objects.requireNonNull(table, "join: the table is null").node();
    return new Join<>(node, Names.join(node.topic()), kind, JoinKey.FOREIGN);
  }

  /**
   * States that the key of the join is the key of the Kafka record, by which the stream's topic is
   * partitioned. The elements are where the table's share is, so nothing goes through an exchange.
   * The key of each record is compared with the key of the join; a record for which they differ is
   * a dead letter.
   *
   * <p>The table's topic must have as many partitions as the stream's topic.
   */
  public Join<K, V> onRecordKey() {
    return new Join<>(table, name, kind, JoinKey.RECORD_KEY);
  }

  /**
   * Names the join. Its default name is {@code join-} and the table's topic, so a name is needed
   * where one table is joined twice.
   *
   * @param newName {@code [a-z0-9-]{1,64}}, unique in the job
   */
  public Join<K, V> named(String newName) {
    Objects.requireNonNull(newName, () -> name + ": the name is null");
    return new Join<>(table, newName, kind, key);
  }

  @Override
  Join<K, V> asJoin() {
    return this;
  }

  Node.Table table() {
    return table;
  }

  String name() {
    return name;
  }

  /** Returns the node of this join in a plan. */
  Node.Join node(String id, String input, Function<?, ?> keyOfElement, BiFunction<?, ?, ?> joiner) {
    return new Node.Join(
        id,
        input,
        table.id(),
        UncheckedFunctions.function(keyOfElement),
        kind == JoinKind.LEFT ? withOptional(joiner) : UncheckedFunctions.biFunction(joiner),
        kind,
        key,
        Optional.empty());
  }

  /** A plan holds a joiner whose second argument is null where the table has no value. */
  private static BiFunction<Object, Object, Object> withOptional(BiFunction<?, ?, ?> joiner) {
    BiFunction<Object, Object, Object> unchecked = UncheckedFunctions.biFunction(joiner);
    return (element, value) -> unchecked.apply(element, Optional.ofNullable(value));
  }
}
