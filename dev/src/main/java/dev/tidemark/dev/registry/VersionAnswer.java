package dev.tidemark.dev.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** A version as the protocol shows it. The schema type is left out, which means AVRO. */
record VersionAnswer(
    String subject,
    int version,
    int id,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Reference> references,
    String schema) {

  static VersionAnswer of(SubjectVersion version) {
    return new VersionAnswer(
        version.subject(),
        version.version(),
        version.id(),
        version.content().references(),
        version.content().text());
  }
}
