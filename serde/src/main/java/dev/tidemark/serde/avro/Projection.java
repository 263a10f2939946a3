package dev.tidemark.serde.avro;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** The schema of a record with some of its fields. */
public final class Projection {
  private Projection() {}

  public static Schema of(Schema record, Set<String> fields) {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(
          "only() of " + record.getFullName() + " names no field: name those that the job reads");
    }
    for (String name : fields) {
      if (record.getField(name) == null) {
        throw new IllegalArgumentException(
            "%s has no field \"%s\"; its fields are %s"
                .formatted(record.getFullName(), name, names(record)));
      }
    }
    List<Schema.Field> kept = new ArrayList<>();
    for (Schema.Field field : record.getFields()) {
      if (fields.contains(field.name())) {
        if (NamedSchemas.within(field.schema()).contains(record)) {
          throw new IllegalArgumentException(
              "field \"%s\" holds %s itself, so only() can't leave out fields of it"
                  .formatted(field.name(), record.getFullName()));
        }
        kept.add(new Schema.Field(field, field.schema()));
      }
    }
    Schema part =
        Schema.createRecord(
            record.getName(), record.getDoc(), record.getNamespace(), record.isError(), kept);
    record.getAliases().forEach(part::addAlias);
    copyProperties(record, part);
    return part;
  }

  private static void copyProperties(JsonProperties from, JsonProperties to) {
    from.forEachProperty(to::addProp);
  }

  public static String names(Schema record) {
    return record.getFields().stream().map(Schema.Field::name).collect(Collectors.joining(", "));
  }
}
