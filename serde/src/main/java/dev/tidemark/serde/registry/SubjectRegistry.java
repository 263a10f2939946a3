package dev.tidemark.serde.registry;

import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apiguardian.api.API;

/**
 * A schema registry with its subjects: what codecs need, what is checked before a job starts, and
 * what people ask. The seam for another vendor's client, see {@link SchemaRegistries}. Thread-safe.
 *
 * <p>Every method throws {@link RegistryUnavailableException} when the registry can't answer now,
 * {@link RegistryAccessException} when it refuses the credentials, and {@link
 * RegistryRequestException} when it refuses a request for another reason. Nothing else may be
 * thrown: what is thrown decides whether a job waits, gives a record up, or ends.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface SubjectRegistry extends SchemaRegistry, AutoCloseable {

  /** All subjects, in the registry's order. */
  List<String> subjects();

  /**
   * The versions of a subject, ascending.
   *
   * @throws SchemaNotFoundException when there is no such subject
   */
  List<Integer> versions(String subject);

  /**
   * The latest version of a subject.
   *
   * @throws SchemaNotFoundException when there is no such subject
   * @throws InvalidSchemaException when it is not Avro, or can't be parsed
   */
  RegisteredSchema latest(String subject);

  /**
   * One version of a subject.
   *
   * @param version from 1
   * @throws SchemaNotFoundException when there is no such subject or version
   * @throws InvalidSchemaException when it is not Avro, or can't be parsed
   */
  RegisteredSchema version(String subject, int version);

  /**
   * Returns whether the subject's level would let a schema be registered next to its latest version
   * alone, even where the level is transitive.
   *
   * @throws SchemaNotFoundException when there is no such subject; a registry may also find
   *     everything compatible then
   */
  CompatibilityCheck checkAgainstLatest(String subject, Schema schema);

  /**
   * Returns whether the subject's level would let a schema be registered next to one version.
   *
   * @param version from 1
   * @throws SchemaNotFoundException when there is no such subject or version
   */
  CompatibilityCheck checkAgainst(String subject, int version, Schema schema);

  /** The level of every subject that has none of its own. */
  CompatibilityLevel compatibility();

  /** The level that a subject has of its own; empty when it follows the global one. */
  Optional<CompatibilityLevel> compatibility(String subject);

  /** Sets the level of every subject that has none of its own. */
  void setCompatibility(CompatibilityLevel level);

  /** Gives a subject a level of its own. It need not exist yet. */
  void setCompatibility(String subject, CompatibilityLevel level);

  /** Lets its connections go. */
  @Override
  void close();
}
