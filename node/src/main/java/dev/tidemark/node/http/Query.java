package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/** The parameters of a URL: known ones only, each at most once. */
final class Query {
  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  static Query parse(@Nullable String raw, Set<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return new Query(values);
    }
    try {
      UrlEncoded.decodeUtf8To(
          raw, 0, raw.length(), (name, value) -> add(values, known, name, value));
    } catch (IllegalArgumentException e) {
      throw PathSegments.malformed();
    }
    return new Query(values);
  }

  private static void add(
      Map<String, String> values, Set<String> known, String name, String value) {
    if (!known.contains(name)) {
      throw Errors.unknown("parameter", name, known);
    }
    if (values.put(name, value) != null) {
      throw Errors.badRequest("parameter '" + name + "' is given twice", "give it once");
    }
  }

  /** Returns the text of a parameter; null if it is not given. */
  @Nullable String text(String name) {
    return values.get(name);
  }

  /** Returns whether a parameter is {@code true}; {@code false} unless given. */
  boolean flag(String name) {
    String value = values.get(name);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw wrong(name, value, "true or false");
  }

  int number(String name, int fallback, int min, int max) {
    String value = values.get(name);
    if (value == null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(name, value, "a number from " + min + " to " + max);
    }
    throw wrong(name, value, "a number from " + min + " to " + max);
  }

  @Nullable Instant instant(String name) {
    String value = values.get(name);
    if (value == null) {
      return null;
    }
    try {
      return Instant.parse(value);
    } catch (DateTimeParseException e) {
      throw wrong(name, value, "an instant like 2026-11-20T10:00:00Z");
    }
  }

  private static ApiException wrong(String name, String value, String accepted) {
    return Errors.badRequest(
        "parameter '" + name + "' is '" + Errors.shown(value) + "'", "give " + accepted);
  }
}
