package dev.tidemark.runtime.preflight;

import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** What a registry has under a subject; nothing is an answer. */
final class Subjects {
  private Subjects() {}

  /** The versions of a subject, ascending. */
  static List<Integer> versions(SubjectRegistry registry, String subject) {
    try {
      return registry.versions(subject);
    } catch (SchemaNotFoundException nothingRegisteredYet) {
      return List.of();
    }
  }

  /** The id of a schema there; null if it is not registered. */
  static @Nullable Integer idOf(SubjectRegistry registry, String subject, Schema schema) {
    try {
      return registry.idOf(subject, schema);
    } catch (SchemaNotFoundException e) {
      return null;
    }
  }
}
