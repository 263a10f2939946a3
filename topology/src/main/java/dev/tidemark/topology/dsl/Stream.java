package dev.tidemark.topology.dsl;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.Problem;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A stream of elements of one type. A value may be used several times: each use is an output of its
 * own.
 *
 * <p>Names are {@code [a-z0-9-]{1,64}} and unique in the job; state, exchanges and counters are
 * named by them, so that they survive when other steps come and go. An exception from a function
 * makes its element a dead letter and does not stop the job, unless {@link #onError} sets another
 * policy.
 *
 * @param <T> the elements
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public sealed class Stream<T> permits SourceStream {
  private final PlanBuilder builder;
  private final String tip;
  private final @Nullable OnError policy;

  Stream(PlanBuilder builder, String tip, @Nullable OnError policy) {
    this.builder = builder;
    this.tip = tip;
    this.policy = policy;
  }

  /**
   * Sets the handling of elements that a following step can't process. It holds for all steps that
   * follow on the returned stream, windows and outputs included, until another one is stated, and
   * comes before the policy of the job ({@link Topology#onError}).
   *
   * @param errors the policy for them
   */
  public Stream<T> onError(ErrorPolicy errors) {
    String where = "onError after " + Names.stated(tip);
    Objects.requireNonNull(errors, where + ": the policy is null");
    return new Stream<>(builder, tip, builder.policy(where, errors));
  }

  /**
   * Keeps the elements that the predicate accepts.
   *
   * @param name names the step
   * @param keep a function of the element alone
   */
  public Stream<T> filter(String name, Predicate<? super T> keep) {
    Objects.requireNonNull(keep, () -> "filter " + name + ": the predicate is null");
    return next(new Node.Filter(builder.idFor(name), tip, UncheckedFunctions.predicate(keep)));
  }

  /**
   * Makes one element of each. The new elements have no stated type, so they can't go through an
   * exchange: before a {@link #join} use {@link #map(String, Type, Function)} or {@link #as}.
   *
   * @param name names the step
   * @param function makes the new element, never {@code null}
   */
  public <R> Stream<R> map(String name, Function<? super T, ? extends R> function) {
    return mapped(name, Optional.empty(), function);
  }

  /**
   * Makes one element of each.
   *
   * @param name names the step
   * @param type how the new elements become bytes where they go through an exchange
   * @param function makes the new element, never {@code null}
   */
  public <R> Stream<R> map(String name, Type<R> type, Function<? super T, ? extends R> function) {
    Objects.requireNonNull(type, () -> "map " + name + ": the type is null");
    return mapped(name, Optional.of(type), function);
  }

  /**
   * Makes any number of elements of each, all with its event time. The new elements have no stated
   * type, so they can't go through an exchange: before a {@link #join} use {@link #flatMap(String,
   * Type, Function)} or {@link #as}.
   *
   * @param name names the step
   * @param function makes the new elements, none of them {@code null}
   */
  public <R> Stream<R> flatMap(
      String name, Function<? super T, ? extends Iterable<? extends R>> function) {
    return flatMapped(name, Optional.empty(), function);
  }

  /**
   * Makes any number of elements of each, all with its event time.
   *
   * @param name names the step
   * @param type how the new elements become bytes where they go through an exchange
   * @param function makes the new elements, none of them {@code null}
   */
  public <R> Stream<R> flatMap(
      String name, Type<R> type, Function<? super T, ? extends Iterable<? extends R>> function) {
    Objects.requireNonNull(type, () -> "flatMap " + name + ": the type is null");
    return flatMapped(name, Optional.of(type), function);
  }

  /**
   * Joins each element with the latest value of a table.
   *
   * <pre>{@code
   * .join(users, Order::getUserId, (order, user) -> new RegionalOrder(user.getRegion(), ...))
   * .join(Join.left(users).named("buyer"), Order::getUserId, (order, user) -> ...) // an Optional
   * }</pre>
   *
   * <p>Elements go through an exchange to where the table's share is, so their type must have been
   * stated; with {@link Join#onRecordKey} they stay where they are. Elements for which the table
   * has no value are filtered; {@link Join#left} keeps them.
   *
   * @param with a {@link Table}, or a {@link Join} that states another kind of join or a name
   * @param key the table's key, taken from the element; {@code null} makes it a dead letter
   * @param joiner makes the new element of the element and the table's value, never {@code null}
   */
  public <K, V, R> Stream<R> join(
      Joinable<K, V> with,
      Function<? super T, ? extends K> key,
      BiFunction<? super T, ? super V, ? extends R> joiner) {
    Join<K, V> join = Objects.requireNonNull(with, "join: the table is null").asJoin();
    String name = join.name();
    Objects.requireNonNull(key, () -> "join " + name + ": the key is null");
    Objects.requireNonNull(joiner, () -> "join " + name + ": the joiner is null");
    if (!builder.has(join.table())) {
      builder.misused(
          new Problem(
              Problem.Code.TABLE_UNKNOWN,
              "join " + name,
              "joins a table of another topology",
              "state the table in the same define method"));
      return new Stream<>(builder, tip, policy);
    }
    return next(join.node(builder.idFor(name), tip, key, joiner));
  }

  /**
   * Sets the type that serializes the elements at an exchange, for a step that did not set one.
   *
   * @param type the type of the elements
   */
  public Stream<T> as(Type<T> type) {
    Objects.requireNonNull(type, () -> "stream " + tip + ": the type is null");
    builder.type(tip, type);
    return new Stream<>(builder, tip, policy);
  }

  /**
   * Groups the elements for a window.
   *
   * @param keyType how keys become bytes; keys are equal when their bytes are
   * @param key the key of an element; {@code null} makes it a dead letter
   */
  public <K> KeyedStream<K, T> keyBy(Type<K> keyType, Function<? super T, ? extends K> key) {
    Objects.requireNonNull(keyType, () -> "keyBy after " + tip + ": the type of the key is null");
    Objects.requireNonNull(key, () -> "keyBy after " + tip + ": the key is null");
    return new KeyedStream<>(this, keyType, UncheckedFunctions.function(key));
  }

  /**
   * Writes each element to a topic, with its event time as the record's timestamp.
   *
   * <p>The results of a window are written in one order on every replay when {@code key} is the
   * window's key.
   *
   * @param topic created if missing, with as many partitions as the source; written by one sink
   *     only
   * @param keyType how keys are written
   * @param key the key of the record; {@code null} for a record without key
   * @param valueType how the elements are written
   */
  public <K> void to(
      String topic, Type<K> keyType, Function<? super T, ? extends K> key, Type<T> valueType) {
    Objects.requireNonNull(topic, "to: the topic is null");
    Objects.requireNonNull(keyType, () -> "to " + topic + ": the type of the key is null");
    Objects.requireNonNull(key, () -> "to " + topic + ": the key is null");
    Objects.requireNonNull(valueType, () -> "to " + topic + ": the type of the value is null");
    String id = builder.idFor(Names.sink(topic));
    builder.append(
        new Node.Sink(id, tip, topic, keyType, UncheckedFunctions.function(key), valueType),
        policy);
  }

  PlanBuilder draft() {
    return builder;
  }

  String tip() {
    return tip;
  }

  @Nullable OnError policy() {
    return policy;
  }

  private <R> Stream<R> mapped(
      String name, Optional<Type<?>> type, Function<? super T, ? extends R> function) {
    Objects.requireNonNull(function, () -> "map " + name + ": the function is null");
    return next(
        new Node.MapElements(
            builder.idFor(name), tip, UncheckedFunctions.function(function), type));
  }

  private <R> Stream<R> flatMapped(
      String name,
      Optional<Type<?>> type,
      Function<? super T, ? extends Iterable<? extends R>> function) {
    Objects.requireNonNull(function, () -> "flatMap " + name + ": the function is null");
    return next(
        new Node.FlatMapElements(
            builder.idFor(name), tip, UncheckedFunctions.manyFunction(function), type));
  }

  private <R> Stream<R> next(Node node) {
    return new Stream<>(builder, builder.append(node, policy), policy);
  }
}
