package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.aggregation.AccumulatorCodec;
import dev.tidemark.topology.aggregation.Aggregation;

/** An aggregation whose accumulators can't be combined when one holds a certain id. */
public final class FailingCombine implements Aggregation<Object, Object, Object> {
  /** The id that fails. */
  public static final int BAD = 666;

  private final ElementIds ids;

  public FailingCombine(ElementIds ids) {
    this.ids = ids;
  }

  @Override
  public Object create() {
    return ids.create();
  }

  @Override
  public Object accumulate(Object accumulator, Object element) {
    return ids.accumulate(accumulator, element);
  }

  @Override
  public Object combine(Object left, Object right) {
    for (int id : (int[]) right) {
      if (id == BAD) {
        throw new ArithmeticException("does not fit");
      }
    }
    return ids.combine(left, right);
  }

  @Override
  public Object result(Object accumulator) {
    return ids.result(accumulator);
  }

  @Override
  public AccumulatorCodec<Object> codec() {
    return ids.codec();
  }

  @Override
  public String description() {
    return "failing";
  }
}
