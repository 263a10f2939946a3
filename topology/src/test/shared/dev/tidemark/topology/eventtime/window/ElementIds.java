package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.aggregation.AccumulatorCodec;
import dev.tidemark.topology.aggregation.Aggregation;
import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The aggregation that tests can see through: its accumulator is the sorted list of the ids of all
 * elements, so an element that is lost, doubled or in the wrong window shows.
 */
public final class ElementIds implements Aggregation<Object, Object, Object> {
  private final Function<Object, int[]> idsOf;

  public ElementIds(Function<Object, int[]> idsOf) {
    this.idsOf = idsOf;
  }

  /** For elements that are their own ids. */
  static Aggregates ofIntegers() {
    return new Aggregates(new ElementIds(element -> new int[] {(Integer) element}));
  }

  @Override
  public Object create() {
    return new int[0];
  }

  @Override
  public Object accumulate(Object accumulator, Object element) {
    return combine(accumulator, idsOf.apply(element));
  }

  @Override
  public Object combine(Object left, Object right) {
    int[] some = (int[]) left;
    int[] more = (int[]) right;
    int[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    Arrays.sort(all);
    return all;
  }

  @Override
  public Object result(Object accumulator) {
    return accumulator;
  }

  @Override
  public AccumulatorCodec<Object> codec() {
    return new AccumulatorCodec<>() {
      @Override
      public void write(Object accumulator, DataOutput out) throws IOException {
        int[] ids = (int[]) accumulator;
        out.writeInt(ids.length);
        for (int id : ids) {
          out.writeInt(id);
        }
      }

      @Override
      public Object read(DataInput in) throws IOException {
        int[] ids = new int[in.readInt()];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = in.readInt();
        }
        return ids;
      }

      @Override
      public String layout() {
        return "ids";
      }
    };
  }

  @Override
  public String description() {
    return "ids";
  }
}
