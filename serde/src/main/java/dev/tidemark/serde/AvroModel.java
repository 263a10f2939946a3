package dev.tidemark.serde;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * A declared schema and how its values look in Java. One per codec, hence per thread.
 *
 * @param schema the declared schema: read into, and written by
 * @param data a {@link SpecificData} for generated classes, otherwise generic
 */
record AvroModel<T>(Schema schema, GenericData data) {

  /**
   * A writer whose bytes depend on the value alone: the entries of maps are written in the order of
   * their keys.
   */
  DatumWriter<T> writer() {
    return data instanceof SpecificData specific
        ? new SortingSpecificWriter<>(schema, specific)
        : new SortingGenericWriter<>(schema, data);
  }

  private static List<Map.Entry<Object, Object>> sorted(
      Iterable<Map.Entry<Object, Object>> entries) {
    List<Map.Entry<Object, Object>> sorted = new ArrayList<>();
    entries.forEach(sorted::add);
    sorted.sort(Comparator.comparing(entry -> entry.getKey().toString()));
    return sorted;
  }

  private static final class SortingSpecificWriter<T> extends SpecificDatumWriter<T> {
    SortingSpecificWriter(Schema schema, SpecificData data) {
      super(schema, data);
    }

    @Override
    protected Iterable<Map.Entry<Object, Object>> getMapEntries(Object map) {
      return sorted(super.getMapEntries(map));
    }
  }

  private static final class SortingGenericWriter<T> extends GenericDatumWriter<T> {
    SortingGenericWriter(Schema schema, GenericData data) {
      super(schema, data);
    }

    @Override
    protected Iterable<Map.Entry<Object, Object>> getMapEntries(Object map) {
      return sorted(super.getMapEntries(map));
    }
  }
}
