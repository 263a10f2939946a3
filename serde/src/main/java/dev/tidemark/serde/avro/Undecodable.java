package dev.tidemark.serde.avro;

import dev.tidemark.serde.codec.PoisonCause;

/**
 * Leaves the reading of a value that can't be read; never leaves {@link AvroDecoder}. Without a
 * stack trace, since bad bytes are an expected event.
 */
final class Undecodable extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final PoisonCause poison;

  private Undecodable(PoisonCause poison, String detail) {
    super(detail, null, false, false);
    this.poison = poison;
  }

  PoisonCause poison() {
    return poison;
  }

  static Undecodable endsEarly() {
    return new Undecodable(PoisonCause.MALFORMED, "the bytes end before the value does");
  }

  static Undecodable malformed(String what) {
    return new Undecodable(PoisonCause.MALFORMED, "the bytes contradict their schema: " + what);
  }

  static Undecodable tooLong() {
    return new Undecodable(PoisonCause.LIMIT_EXCEEDED, "a collection, string or bytes is too long");
  }

  static Undecodable tooDeep() {
    return new Undecodable(PoisonCause.LIMIT_EXCEEDED, "nested too deeply");
  }

  static Undecodable incompatible(String what) {
    return new Undecodable(PoisonCause.INCOMPATIBLE_SCHEMA, what);
  }
}
