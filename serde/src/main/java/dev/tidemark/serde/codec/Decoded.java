package dev.tidemark.serde.codec;

import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * The answer of a {@link Decoder}: a value, or a poison with the reason. Bad bytes are an expected
 * event of every stream, so they are a value and not an exception.
 *
 * @param <T> what is decoded
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public sealed interface Decoded<T> {

  /** The bytes were understood. */
  record Ok<T>(T value) implements Decoded<T> {}

  /**
   * The bytes can't be understood, now or later; the record belongs into the dead letters.
   *
   * @param cause the kind of defect, stable across versions
   * @param detail one line for people; holds no record content
   * @param schemaId the writer's schema id, where the bytes named one
   */
  record Poison<T>(PoisonCause cause, String detail, OptionalInt schemaId) implements Decoded<T> {}
}
