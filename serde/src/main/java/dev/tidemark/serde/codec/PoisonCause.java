package dev.tidemark.serde.codec;

import org.apiguardian.api.API;

/**
 * The reason why bytes can't be decoded. The names are written to dead letters: never rename one.
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public enum PoisonCause {
  /** There are no bytes at all where a value is needed. */
  NULL,
  /** Fewer bytes than the format needs. */
  TOO_SHORT,
  /** The first byte is not the wire format's magic byte. */
  WRONG_MAGIC,
  /** The registry does not know the schema id. */
  UNKNOWN_SCHEMA,
  /** The writer's schema can't be resolved to the reader's. */
  INCOMPATIBLE_SCHEMA,
  /** The bytes contradict their schema. */
  MALFORMED,
  /** Bytes are left over behind a whole value. */
  TRAILING_BYTES,
  /** A collection, string or nesting exceeds its limit. */
  LIMIT_EXCEEDED
}
