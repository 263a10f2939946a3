package dev.tidemark.dev.registry;

/**
 * What a handler answers with status 200: a value to write as JSON, or text that is JSON already.
 */
sealed interface Answer {
  byte[] bytes();

  static Answer json(Object value) {
    return new Value(value);
  }

  static Answer text(String json) {
    return new Text(json);
  }

  /** A value to write as JSON. */
  record Value(Object value) implements Answer {
    @Override
    public byte[] bytes() {
      return Json.write(value);
    }
  }

  /** Text to send as it is. */
  record Text(String json) implements Answer {
    @Override
    public byte[] bytes() {
      return json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
