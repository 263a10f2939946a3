package dev.tidemark.serde.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.RegistryHttp.Request;
import org.jspecify.annotations.Nullable;

/** The meaning of a registry's responses. */
final class RegistryAnswers {
  private static final int MESSAGE_CHARS_MAX = 500;
  private static final int INVALID_SCHEMA = 42201;

  private RegistryAnswers() {}

  /** Hands a successful answer on, and throws what a refusal means. */
  static JsonNode accepted(int status, JsonNode answer, Request request) {
    if (status / 100 == 2) {
      return answer;
    }
    String said = request.what() + message(answer);
    if (status == 404) {
      throw new SchemaNotFoundException("the schema registry does not know " + said);
    }
    if (status == 409) {
      throw new IncompatibleSchemaException("the schema registry refuses " + said);
    }
    if (answer.path("error_code").asInt() == INVALID_SCHEMA) {
      throw new InvalidSchemaException(
          "the schema registry finds no valid schema in " + said, null);
    }
    throw new RegistryRequestException("the schema registry refuses (" + status + ") " + said);
  }

  /**
   * Returns whether a 404 means a subject, version or schema (404xx) and not of the path itself
   * (404).
   */
  static boolean isNotFound(@Nullable JsonNode answer) {
    return answer != null && answer.path("error_code").asInt() / 100 == 404;
  }

  /** The registry's own words as the end of a sentence; empty when it has none. */
  static String message(@Nullable JsonNode answer) {
    String text = answer == null ? "" : answer.path("message").asText("");
    return text.isBlank() ? "" : ": " + oneLine(text);
  }

  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= MESSAGE_CHARS_MAX ? line : line.substring(0, MESSAGE_CHARS_MAX) + "...";
  }
}
