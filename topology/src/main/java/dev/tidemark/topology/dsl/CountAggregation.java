package dev.tidemark.topology.dsl;

import dev.tidemark.topology.aggregation.AccumulatorCodec;
import dev.tidemark.topology.aggregation.Aggregation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The number of elements. */
final class CountAggregation<T> implements Aggregation<T, Long, Long> {

  @Override
  public Long create() {
    return 0L;
  }

  @Override
  public Long accumulate(Long accumulator, T element) {
    return Math.incrementExact(accumulator);
  }

  @Override
  public Long combine(Long left, Long right) {
    return Math.addExact(left, right);
  }

  @Override
  public Long result(Long accumulator) {
    return accumulator;
  }

  @Override
  public AccumulatorCodec<Long> codec() {
    return Int64Codec.INSTANCE;
  }

  @Override
  public String description() {
    return "count";
  }

  /** 8 bytes, big endian. */
  private enum Int64Codec implements AccumulatorCodec<Long> {
    INSTANCE;

    @Override
    public void write(Long accumulator, DataOutput out) throws IOException {
      out.writeLong(accumulator);
    }

    @Override
    public Long read(DataInput in) throws IOException {
      return in.readLong();
    }

    @Override
    public String layout() {
      return "int64";
    }
  }
}
