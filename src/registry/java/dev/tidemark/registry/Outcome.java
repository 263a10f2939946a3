package dev.tidemark.registry;

import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.RegistryAccessException;
import dev.tidemark.serde.registry.RegistryRequestException;
import dev.tidemark.serde.registry.RegistryUnavailableException;

/** What comes of asking for a schema. */
enum Outcome {
  /** The schema. */
  FOUND,
  /** There is none: the record is given up, and asked for again later. */
  NOT_FOUND,
  /** It is no Avro schema: the record is given up. */
  INVALID,
  /** The request is refused: the job ends. */
  REFUSED,
  /** The credentials are refused: the job ends. */
  ACCESS,
  /** No answer: the job waits. */
  UNAVAILABLE,
  /** Something else was thrown, which nobody expects. */
  BROKEN;

  /** Asks, and tells what came of it. */
  static Outcome of(Runnable question) {
    try {
      question.run();
      return FOUND;
    } catch (SchemaNotFoundException e) {
      return NOT_FOUND;
    } catch (InvalidSchemaException e) {
      return INVALID;
    } catch (RegistryRequestException e) {
      return REFUSED;
    } catch (RegistryAccessException e) {
      return ACCESS;
    } catch (RegistryUnavailableException e) {
      return UNAVAILABLE;
    } catch (RuntimeException e) {
      return BROKEN;
    }
  }
}
