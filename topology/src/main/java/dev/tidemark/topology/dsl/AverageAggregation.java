package dev.tidemark.topology.dsl;

import dev.tidemark.topology.aggregation.AccumulatorCodec;
import dev.tidemark.topology.aggregation.Aggregation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A sum and a count, divided at the end.
 *
 * @param <S> the accumulator of the sum
 */
final class AverageAggregation<T, S>
    implements Aggregation<T, AverageAggregation.Counted<S>, Double> {
  private final String description;
  private final Aggregation<T, S, ?> sum;
  private final Quotient<S> quotient;

  AverageAggregation(String description, Aggregation<T, S, ?> sum, Quotient<S> quotient) {
    this.description = description;
    this.sum = sum;
    this.quotient = quotient;
  }

  @Override
  public Counted<S> create() {
    return new Counted<>(sum.create(), 0);
  }

  @Override
  public Counted<S> accumulate(Counted<S> accumulator, T element) {
    return new Counted<>(
        sum.accumulate(accumulator.sum, element), Math.incrementExact(accumulator.count));
  }

  @Override
  public Counted<S> combine(Counted<S> left, Counted<S> right) {
    return new Counted<>(sum.combine(left.sum, right.sum), Math.addExact(left.count, right.count));
  }

  @Override
  public Double result(Counted<S> accumulator) {
    return quotient.of(accumulator.sum, accumulator.count);
  }

  @Override
  public AccumulatorCodec<Counted<S>> codec() {
    return new CountedCodec<>(sum.codec());
  }

  @Override
  public String description() {
    return description;
  }

  /** A sum of so many elements. */
  record Counted<S>(S sum, long count) {}

  /** Divides a sum by a count. */
  interface Quotient<S> {
    double of(S sum, long count);
  }

  /** The sum, then the count. */
  private record CountedCodec<S>(AccumulatorCodec<S> sum) implements AccumulatorCodec<Counted<S>> {
    @Override
    public void write(Counted<S> accumulator, DataOutput out) throws IOException {
      sum.write(accumulator.sum, out);
      out.writeLong(accumulator.count);
    }

    @Override
    public Counted<S> read(DataInput in) throws IOException {
      return new Counted<>(sum.read(in), in.readLong());
    }

    @Override
    public String layout() {
      return "[" + sum.layout() + ",int64]";
    }
  }
}
