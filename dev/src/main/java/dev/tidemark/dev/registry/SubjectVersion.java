package dev.tidemark.dev.registry;

/**
 * A schema under a subject.
 *
 * @param subject its subject
 * @param version from 1; one that is deleted softly keeps its number
 * @param id of the schema, the same under every subject
 * @param deleted whether it was deleted softly: hidden, but still readable by id
 */
record SubjectVersion(String subject, int version, int id, SchemaContent content, boolean deleted) {

  SubjectVersion asDeleted() {
    return new SubjectVersion(subject, version, id, content, true);
  }
}
