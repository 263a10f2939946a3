package dev.tidemark.topology.dsl;

import dev.tidemark.topology.aggregation.AccumulatorCodec;
import dev.tidemark.topology.aggregation.Aggregation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several aggregations of the same elements as one. All or nothing: each step makes a new array, so
 * that if one of them throws, none has changed.
 */
final class CombinedAggregation implements Aggregation<Object, Object[], Object[]> {
  private final List<Aggregation<Object, Object, Object>> parts;

  CombinedAggregation(List<Aggregation<Object, Object, Object>> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public Object[] create() {
    return each(part -> parts.get(part).create());
  }

  @Override
  public Object[] accumulate(Object[] accumulator, Object element) {
    return each(part -> parts.get(part).accumulate(accumulator[part], element));
  }

  @Override
  public Object[] combine(Object[] left, Object[] right) {
    return each(part -> parts.get(part).combine(left[part], right[part]));
  }

  @Override
  public Object[] result(Object[] accumulator) {
    return each(part -> parts.get(part).result(accumulator[part]));
  }

  @Override
  public AccumulatorCodec<Object[]> codec() {
    return new CombinedCodec(parts.stream().map(Aggregation::codec).toList());
  }

  @Override
  public String description() {
    return parts.stream().map(Aggregation::description).collect(Collectors.joining(", "));
  }

  private Object[] each(Part part) {
    Object[] all = new Object[parts.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = part.of(i);
    }
    return all;
  }

  /** Something of one of the aggregations. */
  private interface Part {
    Object of(int index);
  }

  /** One after the other. */
  private record CombinedCodec(List<AccumulatorCodec<Object>> parts)
      implements AccumulatorCodec<Object[]> {
    @Override
    public void write(Object[] accumulator, DataOutput out) throws IOException {
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).write(accumulator[i], out);
      }
    }

    @Override
    public Object[] read(DataInput in) throws IOException {
      Object[] all = new Object[parts.size()];
      for (int i = 0; i < all.length; i++) {
        all[i] = parts.get(i).read(in);
      }
      return all;
    }

    @Override
    public String layout() {
      return parts.stream()
          .map(AccumulatorCodec::layout)
          .collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public List<String> schemas() {
      return parts.stream().flatMap(part -> part.schemas().stream()).toList();
    }
  }
}
