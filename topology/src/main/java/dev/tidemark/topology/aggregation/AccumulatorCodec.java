package dev.tidemark.topology.aggregation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The serialized form of an accumulator, in state and in an exchange.
 *
 * @param <A> the accumulator
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface AccumulatorCodec<A> {

  /** Writes a whole accumulator. */
  void write(A accumulator, DataOutput out) throws IOException;

  /** Reads back exactly what {@link #write} wrote. */
  A read(DataInput in) throws IOException;

  /**
   * Names the layout of the bytes, e.g. {@code int128}; two layouts that can't read each other
   * differ here.
   */
  String layout();

  /**
   * The schemas of the values within, as JSON: those that open panes are pinned to. They show the
   * difference between two codecs with different {@link #layout}. Empty where there are none.
   */
  default List<String> schemas() {
    return List.of();
  }
}
