package dev.tidemark.serde;

import org.apache.avro.Schema;

/**
 * A version of a subject.
 *
 * @param subject the subject, e.g. {@code orders-value}
 * @param version its version, from 1
 * @param id the id that records carry, from 1
 * @param schema the schema, with all its references resolved
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}
