package dev.tidemark.serde.avro;

import dev.tidemark.serde.codec.Decoded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which field a getter reads, by calling it on two values of which one field at a time
 * differs. The values are made up from the schema, so no class need be looked into.
 */
public final class GetterProbe<T> {
  private final AvroModel<T> model;
  private final AvroDecoder<T> decoder;

  public GetterProbe(AvroModel<T> model) {
    this.model = model;
    this.decoder = new AvroDecoder<>(model, model.schema(), OptionalInt.empty());
  }

  /**
   * The name of the field.
   *
   * @param place which of the given getters it is, for the message
   * @throws IllegalArgumentException when it reads no field, several, or something else of one
   */
  public String fieldReadBy(Function<? super T, ?> getter, int place) {
    List<String> read = new ArrayList<>();
    for (Schema.Field field : model.schema().getFields()) {
      if (reads(getter, field)) {
        read.add(field.name());
      }
    }
    if (read.size() != 1) {
      String what = read.isEmpty() ? "no field that can be told" : String.join(" and ", read);
      throw new IllegalArgumentException(
          "number %d of the getters given to only() of %s reads %s: name the fields as text instead"
              .formatted(place, model.schema().getFullName(), what));
    }
    return read.get(0);
  }

  private boolean reads(Function<? super T, ?> getter, Schema.Field field) {
    T first = value(null);
    T second = value(field);
    Object before = ((IndexedRecord) first).get(field.pos());
    Object after = ((IndexedRecord) second).get(field.pos());
    try {
      return !Objects.equals(getter.apply(first), getter.apply(second))
          && Objects.equals(getter.apply(first), before)
          && Objects.equals(getter.apply(second), after);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private T value(Schema.@Nullable Field other) {
    GenericData.Record record = new GenericData.Record(model.schema());
    for (Schema.Field field : model.schema().getFields()) {
      record.put(field.pos(), SampleValues.of(field.schema(), field == other));
    }
    if (decoder.decode(bytes(record), 0) instanceof Decoded.Ok<T> ok) {
      return ok.value();
    }
    throw new IllegalArgumentException(
        "no value of %s can be made up to try getters on: name the fields as text instead"
            .formatted(model.schema().getFullName()));
  }

  private byte[] bytes(GenericData.Record record) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<>(model.schema(), new GenericData()).write(record, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
