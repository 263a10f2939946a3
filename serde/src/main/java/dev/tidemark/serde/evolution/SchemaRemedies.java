package dev.tidemark.serde.evolution;

import dev.tidemark.serde.evolution.SchemaFinding.Rule;
import dev.tidemark.serde.evolution.SchemaFindings.Ours;
import org.apache.avro.Schema;

/** The remedies for a finding: readers need others than writers. */
final class SchemaRemedies {
  private final Ours ours;

  SchemaRemedies(Ours ours) {
    this.ours = ours;
  }

  SchemaFinding missing(String path, Schema type) {
    String field = path.substring(path.lastIndexOf('/') + 1);
    return new SchemaFinding(
        path,
        SchemaNames.of(type),
        SchemaNames.NOTHING,
        Rule.FIELD_HAS_DEFAULT,
        "the reader needs a " + SchemaNames.of(type) + " that was not written, and has no default",
        ours == Ours.READER
            ? "give field " + field + " a default, or the name that it had as an alias"
            : "keep field " + field + " in the job's schema: its readers have no default for it");
  }

  SchemaFinding of(String path, Schema reader, Schema writer, Rule rule) {
    return new SchemaFinding(
        path,
        SchemaNames.of(reader),
        SchemaNames.of(writer),
        rule,
        what(reader, writer, rule),
        remedy(reader, writer, rule));
  }

  SchemaFinding unreadable(String what) {
    return new SchemaFinding(
        "/",
        SchemaNames.NOTHING,
        SchemaNames.NOTHING,
        Rule.SCHEMA_IS_READABLE,
        what,
        "correct the schema, or leave that version out of the subject");
  }

  private static String what(Schema reader, Schema writer, Rule rule) {
    String read = SchemaNames.of(reader);
    String written = SchemaNames.of(writer);
    return switch (rule) {
      case NAME_IS_KEPT -> "%s was written, and %s is read".formatted(named(writer), named(reader));
      case SYMBOL_IS_KNOWN ->
          "%s has no %s, and no default"
              .formatted(read, SchemaNames.unknownSymbols(reader, writer));
      case SIZE_IS_KEPT ->
          "%d bytes were written, and %d are read"
              .formatted(writer.getFixedSize(), reader.getFixedSize());
      case BRANCH_IS_KNOWN -> "%s was written, and none of %s reads it".formatted(written, read);
      case MEANING_IS_KEPT ->
          "%s was written and %s is read: the same bytes mean another value"
              .formatted(written, read);
      default -> "%s was written, and can't be read as %s".formatted(written, read);
    };
  }

  private String remedy(Schema reader, Schema writer, Rule rule) {
    boolean reads = ours == Ours.READER;
    String written = SchemaNames.of(writer);
    String read = SchemaNames.of(reader);
    return switch (rule) {
      case NAME_IS_KEPT ->
          reads
              ? "give %s the alias %s".formatted(reader.getName(), writer.getFullName())
              : "keep the name " + reader.getFullName();
      case SYMBOL_IS_KNOWN ->
          reads
              ? "add %s to %s, or give it a default"
                  .formatted(SchemaNames.unknownSymbols(reader, writer), read)
              : "don't write %s before all readers know it, or give the enum a default"
                  .formatted(SchemaNames.unknownSymbols(reader, writer));
      case SIZE_IS_KEPT -> "keep the size, and add a new field for another one";
      case BRANCH_IS_KNOWN ->
          reads ? "add %s to the union".formatted(written) : "write none but %s".formatted(read);
      case MEANING_IS_KEPT ->
          reads
              ? "read it as %s, and convert it in the job".formatted(written)
              : "keep %s, and add a new field for the other".formatted(read);
      case TYPE_IS_PROMOTABLE -> ofType(reader, writer);
      default -> "make the two schemas agree there";
    };
  }

  private String ofType(Schema reader, Schema writer) {
    boolean reads = ours == Ours.READER;
    String written = SchemaNames.of(writer);
    String read = SchemaNames.of(reader);
    if (writer.getType() == Schema.Type.NULL) {
      return reads
          ? "make it optional: [null, %s]".formatted(read)
          : "keep it required: readers need a " + read;
    }
    return reads
        ? "read it as %s or a wider type, or add a new field with a default".formatted(written)
        : "keep %s, and add a new field for the other type".formatted(read);
  }

  private static String named(Schema schema) {
    return schema.getType().getName() + " " + schema.getFullName();
  }
}
