package dev.tidemark.dev.registry;

/**
 * The response of a handler with status 200.
 *
 * @param text JSON
 */
record Answer(String text) {

  /** A value, written as JSON. */
  static Answer json(Object value) {
    return new Answer(Json.write(value));
  }
}
