package dev.tidemark.topology.dsl;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.aggregation.Aggregation;
import dev.tidemark.topology.eventtime.aggregate.ExactSum;
import dev.tidemark.topology.eventtime.aggregate.Int128;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apiguardian.api.API;

/**
 * The aggregations of windows. All are exact and free of order: neither the order of the elements
 * nor how they are spread over partitions affects the result, so all of them are aggregated in two
 * phases.
 *
 * <p>An exception from a function handed over here makes the element a dead letter and leaves the
 * window as it was.
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class Aggregations {

  private Aggregations() {}

  /**
   * The sum of a whole number, exactly. The accumulator has 128 bits: only a true result that does
   * not fit a long is an {@link ArithmeticException}, which makes the window's result a dead
   * letter.
   */
  public static <T> Aggregation<T, ?, Long> sum(ToLongFunction<? super T> value) {
    return new SumAggregation<>(value);
  }

  /**
   * The sum of a decimal number: the double nearest to the exact sum, rounded once. NaN and
   * infinity in the input are an {@link ArithmeticException}, which makes the element a dead
   * letter; so is, for the window's result, a sum beyond the doubles.
   */
  public static <T> Aggregation<T, ?, Double> sumDouble(ToDoubleFunction<? super T> value) {
    return new SumDoubleAggregation<>(value);
  }

  /** The number of elements. */
  public static <T> Aggregation<T, ?, Long> count() {
    return new CountAggregation<>();
  }

  /**
   * The smallest value. Values that {@code compareTo} reports as equal count as the same result.
   *
   * @param type how values are kept
   * @param value the value of an element, never {@code null}
   */
  public static <T, C extends Comparable<? super C>> Aggregation<T, ?, C> min(
      Type<C> type, Function<? super T, ? extends C> value) {
    return new ReduceAggregation<T, C>(
        "min", type, value, (left, right) -> left.compareTo(right) <= 0 ? left : right);
  }

  /**
   * The greatest value. Values that {@code compareTo} reports as equal count as the same result.
   *
   * @param type how values are kept
   * @param value the value of an element, never {@code null}
   */
  public static <T, C extends Comparable<? super C>> Aggregation<T, ?, C> max(
      Type<C> type, Function<? super T, ? extends C> value) {
    return new ReduceAggregation<T, C>(
        "max", type, value, (left, right) -> left.compareTo(right) >= 0 ? left : right);
  }

  /**
   * The mean of a whole number: the double nearest to the exact quotient, rounded once, ties to
   * even.
   */
  public static <T> Aggregation<T, ?, Double> average(ToLongFunction<? super T> value) {
    return new AverageAggregation<T, Int128>(
        "average",
        new SumAggregation<>(value),
        (sum, count) -> ExactSum.quotient(sum.toBigInteger(), count));
  }

  /**
   * The mean of a decimal number: the double nearest to the exact quotient, rounded once, ties to
   * even. NaN and infinity in the input are an {@link ArithmeticException}, which makes the element
   * a dead letter.
   */
  public static <T> Aggregation<T, ?, Double> averageDouble(ToDoubleFunction<? super T> value) {
    return new AverageAggregation<T, ExactSum>(
        "averageDouble", new SumDoubleAggregation<>(value), ExactSum::dividedBy);
  }

  /**
   * All elements made into one by a function of two.
   *
   * @param type how elements are kept
   * @param function must be associative and commutative, as elements meet in no particular order;
   *     otherwise every replay gives another answer. It returns a new value, or one of its
   *     arguments unchanged, never {@code null}
   */
  public static <T> Aggregation<T, ?, T> reduce(Type<T> type, BinaryOperator<T> function) {
    return new ReduceAggregation<T, T>("reduce", type, Function.identity(), function);
  }
}
