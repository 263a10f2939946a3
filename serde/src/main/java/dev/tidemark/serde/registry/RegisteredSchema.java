package dev.tidemark.serde.registry;

import org.apache.avro.Schema;
import org.apiguardian.api.API;

/**
 * A version of a subject.
 *
 * @param subject the subject, e.g. {@code orders-value}
 * @param version its version, from 1
 * @param id the id that records carry, from 1
 * @param schema the schema, with all its references resolved
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}
