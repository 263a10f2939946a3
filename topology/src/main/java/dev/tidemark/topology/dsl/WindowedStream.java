package dev.tidemark.topology.dsl;

import dev.tidemark.topology.aggregation.Aggregation;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import dev.tidemark.topology.plan.DeclaredSettings.Unfinished;
import dev.tidemark.topology.plan.Node;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apiguardian.api.API;

/**
 * The windows of a grouped stream. An aggregation must follow; it makes one element of each closed
 * window of each key. The event time of a result is the last instant of its window (the end less 1
 * ms), for sessions the time of its last event.
 *
 * @param <K> the keys
 * @param <T> the elements
 * @param <W> the windows as the result function sees them: {@code TimeWindow<K>} or {@code
 *     SessionWindow<K>}
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class WindowedStream<K, T, W> {
  private final PlanBuilder builder;
  private final KeyedStream<K, T> input;
  private final String name;
  private final WindowSpec spec;
  private final LatePolicy lateness;
  private final long allowedLatenessMs;
  private final long correctableForMs;

  WindowedStream(
      PlanBuilder builder,
      KeyedStream<K, T> input,
      String name,
      WindowSpec spec,
      LatePolicy lateness) {
    this.builder = builder;
    this.input = input;
    this.name = name;
    this.spec = spec;
    this.lateness = lateness;
    String where = "window " + name;
    this.allowedLatenessMs = builder.stated(where, Meaning.ALLOWED_LATENESS, lateness.allowed());
    this.correctableForMs =
        lateness
            .correctable()
            .map(duration -> builder.stated(where, Meaning.CORRECTABLE_FOR, duration))
            .orElse(0L);
    builder.begun(this, new Unfinished(input.tip(), where, "aggregate"));
  }

  /**
   * Computes one thing of each window.
   *
   * <pre>{@code
   * .aggregate(count(), (window, orders) -> new Orders(window.key(), window.start(), orders))
   * }</pre>
   *
   * @param aggregation what is computed; see {@link Aggregations}
   * @param result makes the result of a window, never {@code null}; what it throws makes the result
   *     a dead letter
   */
  public <A, R> Stream<R> aggregate(
      Aggregation<? super T, ?, A> aggregation,
      BiFunction<? super W, ? super A, ? extends R> result) {
    return windowed(
        UncheckedFunctions.aggregation(named(aggregation)),
        UncheckedFunctions.biFunction(named(result)));
  }

  /**
   * Computes two things of each window.
   *
   * @param result makes the result of a window, never {@code null}; what it throws makes the result
   *     a dead letter
   */
  public <A, B, R> Stream<R> aggregate(
      Aggregation<? super T, ?, A> first,
      Aggregation<? super T, ?, B> second,
      Function3<? super W, ? super A, ? super B, ? extends R> result) {
    Function3<Object, Object, Object, Object> unchecked =
        UncheckedFunctions.function3(named(result));
    return combined((window, all) -> unchecked.apply(window, all[0], all[1]), first, second);
  }

  /**
   * Computes three things of each window.
   *
   * @param result makes the result of a window, never {@code null}; what it throws makes the result
   *     a dead letter
   */
  public <A, B, C, R> Stream<R> aggregate(
      Aggregation<? super T, ?, A> first,
      Aggregation<? super T, ?, B> second,
      Aggregation<? super T, ?, C> third,
      Function4<? super W, ? super A, ? super B, ? super C, ? extends R> result) {
    Function4<Object, Object, Object, Object, Object> unchecked =
        UncheckedFunctions.function4(named(result));
    return combined(
        (window, all) -> unchecked.apply(window, all[0], all[1], all[2]), first, second, third);
  }

  /**
   * Computes four things of each window.
   *
   * @param result makes the result of a window, never {@code null}; what it throws makes the result
   *     a dead letter
   */
  public <A, B, C, D, R> Stream<R> aggregate(
      Aggregation<? super T, ?, A> first,
      Aggregation<? super T, ?, B> second,
      Aggregation<? super T, ?, C> third,
      Aggregation<? super T, ?, D> fourth,
      Function5<? super W, ? super A, ? super B, ? super C, ? super D, ? extends R> result) {
    Function5<Object, Object, Object, Object, Object, Object> unchecked =
        UncheckedFunctions.function5(named(result));
    return combined(
        (window, all) -> unchecked.apply(window, all[0], all[1], all[2], all[3]),
        first,
        second,
        third,
        fourth);
  }

  /**
   * Computes five things of each window.
   *
   * @param result makes the result of a window, never {@code null}; what it throws makes the result
   *     a dead letter
   */
  public <A, B, C, D, E, R> Stream<R> aggregate(
      Aggregation<? super T, ?, A> first,
      Aggregation<? super T, ?, B> second,
      Aggregation<? super T, ?, C> third,
      Aggregation<? super T, ?, D> fourth,
      Aggregation<? super T, ?, E> fifth,
      Function6<? super W, ? super A, ? super B, ? super C, ? super D, ? super E, ? extends R>
          result) {
    Function6<Object, Object, Object, Object, Object, Object, Object> unchecked =
        UncheckedFunctions.function6(named(result));
    return combined(
        (window, all) -> unchecked.apply(window, all[0], all[1], all[2], all[3], all[4]),
        first,
        second,
        third,
        fourth,
        fifth);
  }

  private <R> Stream<R> combined(
      BiFunction<Object, Object[], Object> result, Aggregation<?, ?, ?>... aggregations) {
    List<Aggregation<Object, Object, Object>> all =
        List.of(aggregations).stream().map(UncheckedFunctions::aggregation).toList();
    return windowed(
        UncheckedFunctions.aggregation(new CombinedAggregation(all)),
        (window, results) -> result.apply(window, (Object[]) results));
  }

  private <R> Stream<R> windowed(
      Aggregation<Object, Object, Object> aggregation, BiFunction<Object, Object, Object> result) {
    builder.finished(this);
    Node.Window window =
        new Node.Window(
            builder.idFor(name),
            input.tip(),
            new Node.Window.Keying(input.keyType(), input.key()),
            new Node.Window.Closing(spec, allowedLatenessMs, lateness.topic(), correctableForMs),
            aggregation,
            result,
            Optional.empty());
    return new Stream<>(builder, builder.append(window, input.policy()), input.policy());
  }

  private <A> A named(A argument) {
    return Objects.requireNonNull(
        argument, () -> "window " + name + ": an argument of aggregate is null");
  }
}
