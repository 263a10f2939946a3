package dev.tidemark.topology.dsl;

import dev.tidemark.topology.aggregation.AccumulatorCodec;
import dev.tidemark.topology.aggregation.Aggregation;
import dev.tidemark.topology.eventtime.aggregate.Int128;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** The exact sum of longs. */
final class SumAggregation<T> implements Aggregation<T, Int128, Long> {
  private final ToLongFunction<? super T> value;

  SumAggregation(ToLongFunction<? super T> value) {
    this.value = Objects.requireNonNull(value, "sum: the function is null");
  }

  @Override
  public Int128 create() {
    return Int128.ZERO;
  }

  @Override
  public Int128 accumulate(Int128 accumulator, T element) {
    return accumulator.plus(value.applyAsLong(element));
  }

  @Override
  public Int128 combine(Int128 left, Int128 right) {
    return left.plus(right);
  }

  @Override
  public Long result(Int128 accumulator) {
    return accumulator.toLongExact();
  }

  @Override
  public AccumulatorCodec<Int128> codec() {
    return Int128.CODEC;
  }

  @Override
  public String description() {
    return "sum";
  }
}
