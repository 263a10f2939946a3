package dev.tidemark.topology.dsl;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.topology.aggregation.AccumulatorCodec;
import dev.tidemark.topology.aggregation.Aggregation;
import dev.tidemark.topology.plan.upgrade.change.SchemaShape;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * One value of each element, all made into one by a function of two.
 *
 * @param <V> the values
 */
final class ReduceAggregation<T, V> implements Aggregation<T, Optional<V>, V> {
  private static final int VALUE_BYTES_MAX = 256 << 20;

  private final String description;
  private final Type<V> type;
  private final Function<? super T, ? extends V> value;
  private final BinaryOperator<V> function;

  ReduceAggregation(
      String description,
      Type<V> type,
      Function<? super T, ? extends V> value,
      BinaryOperator<V> function) {
    this.description = description;
    this.type = Objects.requireNonNull(type, description + ": the type is null");
    this.value = Objects.requireNonNull(value, description + ": the function is null");
    this.function = Objects.requireNonNull(function, description + ": the function is null");
  }

  @Override
  public Optional<V> create() {
    return Optional.empty();
  }

  @Override
  public Optional<V> accumulate(Optional<V> accumulator, T element) {
    V next = Objects.requireNonNull(value.apply(element), description + ": the value is null");
    return reduce(accumulator, next);
  }

  @Override
  public Optional<V> combine(Optional<V> left, Optional<V> right) {
    return right.isPresent() ? reduce(left, right.get()) : left;
  }

  @Override
  public V result(Optional<V> accumulator) {
    return accumulator.orElseThrow(
        () -> new NoSuchElementException(description + ": there is no element"));
  }

  @Override
  public AccumulatorCodec<Optional<V>> codec() {
    return new OptionalCodec<>(
        layout(type), type.stateCodec(), type.schema().map(Schema::toString).stream().toList());
  }

  @Override
  public String description() {
    return description;
  }

  /** Types of one name have different bytes when their schemas differ. */
  private static String layout(Type<?> type) {
    return type.description()
        + type.schema().map(schema -> " " + SchemaShape.fingerprint(schema)).orElse("");
  }

  private Optional<V> reduce(Optional<V> accumulator, V next) {
    if (accumulator.isEmpty()) {
      return Optional.of(next);
    }
    V reduced = function.apply(accumulator.get(), next);
    if (reduced == accumulator.get()) {
      return accumulator;
    }
    return Optional.of(Objects.requireNonNull(reduced, description + ": the function gave null"));
  }

  /**
   * Length and bytes of the value, or -1. Belongs to one thread, as the codec of the value does.
   */
  private record OptionalCodec<V>(String type, Codec<V> values, List<String> schemas)
      implements AccumulatorCodec<Optional<V>> {
    @Override
    public void write(Optional<V> accumulator, DataOutput out) throws IOException {
      if (accumulator.isEmpty()) {
        out.writeInt(-1);
        return;
      }
      byte[] bytes = values.encode(accumulator.get());
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    @Override
    public Optional<V> read(DataInput in) throws IOException {
      int length = in.readInt();
      if (length == -1) {
        return Optional.empty();
      }
      if (length < 0 || length > VALUE_BYTES_MAX) {
        throw new IOException("a value of " + length + " bytes in an accumulator");
      }
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      return Optional.of(decoded(values.decode(bytes)));
    }

    @Override
    public String layout() {
      return "optional " + type;
    }

    private static <V> V decoded(Decoded<V> answer) throws IOException {
      if (answer instanceof Decoded.Ok<V> ok) {
        return ok.value();
      }
      throw new IOException("an accumulator can't be read: " + answer);
    }
  }
}
