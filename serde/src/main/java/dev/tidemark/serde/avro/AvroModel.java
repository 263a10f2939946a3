package dev.tidemark.serde.avro;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * A declared schema and how its values look in Java. One per codec, hence per thread.
 *
 * @param schema the declared schema: read into, and written by
 * @param data a {@link SpecificData} for generated classes, otherwise generic
 * @param isPartial whether the schema has only some of the fields of the class: values are read
 *     from and written to the fields of the same name
 */
public record AvroModel<T>(Schema schema, GenericData data, boolean isPartial) {

  /**
   * A writer whose bytes depend on the value alone: the entries of maps are written in the order of
   * their keys. What lies too deep to be read again is not written.
   */
  DatumWriter<T> writer() {
    if (!(data instanceof SpecificData specific)) {
      return new SortingGenericWriter<>(schema, data);
    }
    return isPartial
        ? new PartialWriter<>(schema, specific)
        : new SortingSpecificWriter<>(schema, specific);
  }

  private static List<Map.Entry<Object, Object>> sorted(
      Iterable<Map.Entry<Object, Object>> entries) {
    List<Map.Entry<Object, Object>> sorted = new ArrayList<>();
    entries.forEach(sorted::add);
    sorted.sort(Comparator.comparing(entry -> entry.getKey().toString()));
    return sorted;
  }

  private static void checkDepth(int depth) {
    if (depth > AvroLimits.DEPTH_MAX) {
      throw new AvroRuntimeException("nested too deeply");
    }
  }

  private static class SortingSpecificWriter<T> extends SpecificDatumWriter<T> {
    private int depth;

    SortingSpecificWriter(Schema schema, SpecificData data) {
      super(schema, data);
    }

    @Override
    protected Iterable<Map.Entry<Object, Object>> getMapEntries(Object map) {
      return sorted(super.getMapEntries(map));
    }

    @Override
    protected void writeRecord(Schema record, Object datum, Encoder out) throws IOException {
      checkDepth(++depth);
      try {
        super.writeRecord(record, datum, out);
      } finally {
        depth--;
      }
    }
  }

  private static final class PartialWriter<T> extends SortingSpecificWriter<T> {
    PartialWriter(Schema schema, SpecificData data) {
      super(schema, data);
    }

    @Override
    protected void writeField(Object datum, Schema.Field field, Encoder out, Object state)
        throws IOException {
      Schema.Field own = ((IndexedRecord) datum).getSchema().getField(field.name());
      super.writeField(datum, own, out, state);
    }
  }

  private static final class SortingGenericWriter<T> extends GenericDatumWriter<T> {
    private int depth;

    SortingGenericWriter(Schema schema, GenericData data) {
      super(schema, data);
    }

    @Override
    protected Iterable<Map.Entry<Object, Object>> getMapEntries(Object map) {
      return sorted(super.getMapEntries(map));
    }

    @Override
    protected void writeRecord(Schema record, Object datum, Encoder out) throws IOException {
      checkDepth(++depth);
      try {
        super.writeRecord(record, datum, out);
      } finally {
        depth--;
      }
    }
  }
}
