package dev.tidemark.topology.aggregation;

import org.apiguardian.api.API;

/**
 * The computation of a window over its elements. Because {@link #combine} always exists, the same
 * aggregation serves tumbling and session windows, and both phases of an aggregation that is split
 * around an exchange.
 *
 * <p>Accumulators are values: {@link #accumulate} and {@link #combine} return a new one and never
 * change their arguments, so that an exception leaves nothing half done. Both must be associative
 * and commutative: the order of elements across partitions does not affect the result.
 *
 * @param <I> the elements
 * @param <A> the accumulator
 * @param <O> the result
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface Aggregation<I, A, O> {

  /** The accumulator of no element. */
  A create();

  /** The accumulator with one more element. What it throws makes the element a dead letter. */
  A accumulate(A accumulator, I element);

  /** The accumulator of all elements of both. Must not fail where the true result exists. */
  A combine(A left, A right);

  /** The result. What it throws makes the window's result a dead letter. */
  O result(A accumulator);

  /** Returns the codec of the accumulator. */
  AccumulatorCodec<A> codec();

  /** For plans, e.g. {@code sum}. */
  String description();
}
