package dev.tidemark.topology.eventtime.aggregate;

import dev.tidemark.topology.aggregation.Aggregation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** An {@link Aggregation} with its types erased, and its accumulators as bytes. */
public final class Aggregates {

  private final Aggregation<Object, Object, Object> aggregation;

  public Aggregates(Aggregation<Object, Object, Object> aggregation) {
    this.aggregation = aggregation;
  }

  /** Returns the accumulator with one more element; {@code null} stands for no accumulator yet. */
  public Object accumulate(@Nullable Object accumulator, Object element) {
    return aggregation.accumulate(
        accumulator == null ? aggregation.create() : accumulator, element);
  }

  /**
   * Returns the accumulator of both.
   *
   * @throws CombinationFailedException for what the aggregation throws, to tell it from what a
   *     store throws
   */
  public Object combine(Object left, Object right) {
    try {
      return aggregation.combine(left, right);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      throw new CombinationFailedException(e);
    }
  }

  public Object result(Object accumulator) {
    return aggregation.result(accumulator);
  }

  public byte[] encode(Object accumulator) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try {
      write(accumulator, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public Object decode(byte[] bytes) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException("an accumulator of layout " + aggregation.codec().layout(), e);
    }
  }

  public void write(Object accumulator, DataOutputStream out) throws IOException {
    aggregation.codec().write(accumulator, out);
  }

  public Object read(DataInputStream in) throws IOException {
    return aggregation.codec().read(in);
  }
}
