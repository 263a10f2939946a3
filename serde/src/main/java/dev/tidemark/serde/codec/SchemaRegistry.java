package dev.tidemark.serde.codec;

import org.apache.avro.Schema;
import org.apiguardian.api.API;

/**
 * The part of a schema registry with Confluent's REST protocol that codecs need. All that such a
 * registry offers is {@code SubjectRegistry}. Thread-safe; answers are cached without limit, since
 * an id never changes its meaning.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface SchemaRegistry {

  /**
   * The schema with this id.
   *
   * @throws SchemaNotFoundException when the registry answers that there is none
   * @throws dev.tidemark.serde.registry.RegistryUnavailableException when it can't answer now
   */
  Schema schemaById(int id);

  /**
   * The id under which a schema is registered.
   *
   * @throws SchemaNotFoundException when the subject has no such schema
   * @throws dev.tidemark.serde.registry.RegistryUnavailableException when the registry can't answer
   *     now
   */
  int idOf(String subject, Schema schema);

  /**
   * Registers a schema under a subject, or finds it there.
   *
   * @return its id
   * @throws dev.tidemark.serde.registry.IncompatibleSchemaException when the subject's
   *     compatibility level forbids it
   * @throws dev.tidemark.serde.registry.RegistryUnavailableException when the registry can't answer
   *     now
   */
  int register(String subject, Schema schema);
}
