package dev.tidemark.runtime.preflight;

import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The contents of a registry under a subject; an unknown subject is empty. */
final class Subjects {
  private Subjects() {}

  /** Returns the versions of a subject, ascending. */
  static List<Integer> versions(SubjectRegistry registry, String subject) {
    try {
      return registry.versions(subject);
    } catch (SchemaNotFoundException nothingRegisteredYet) {
      return List.of();
    }
  }

  /** Returns the id of a schema there; null if it is not registered. */
  static @Nullable Integer idOf(SubjectRegistry registry, String subject, Schema schema) {
    try {
      return registry.idOf(subject, schema);
    } catch (SchemaNotFoundException e) {
      return null;
    }
  }
}
