package dev.tidemark.topology.dsl;

import dev.tidemark.topology.aggregation.AccumulatorCodec;
import dev.tidemark.topology.aggregation.Aggregation;
import dev.tidemark.topology.eventtime.aggregate.ExactSum;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The exact sum of doubles, rounded once. */
final class SumDoubleAggregation<T> implements Aggregation<T, ExactSum, Double> {
  private final ToDoubleFunction<? super T> value;

  SumDoubleAggregation(ToDoubleFunction<? super T> value) {
    this.value = Objects.requireNonNull(value, "sumDouble: the function is null");
  }

  @Override
  public ExactSum create() {
    return ExactSum.ZERO;
  }

  @Override
  public ExactSum accumulate(ExactSum accumulator, T element) {
    return accumulator.plus(ExactSum.of(value.applyAsDouble(element)));
  }

  @Override
  public ExactSum combine(ExactSum left, ExactSum right) {
    return left.plus(right);
  }

  @Override
  public Double result(ExactSum accumulator) {
    return accumulator.toDouble();
  }

  @Override
  public AccumulatorCodec<ExactSum> codec() {
    return ExactSum.CODEC;
  }

  @Override
  public String description() {
    return "sumDouble";
  }
}
