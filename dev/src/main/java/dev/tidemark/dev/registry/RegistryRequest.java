package dev.tidemark.dev.registry;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request, taken apart.
 *
 * @param variables what stands in the places of the path that vary, decoded
 * @param query the query's parameters, decoded; the last of equal names
 */
record RegistryRequest(Map<String, String> variables, Map<String, String> query, String body) {

  /** Returns whether a flag of the query is set. */
  boolean flag(String name) {
    return Boolean.parseBoolean(query.getOrDefault(name, "false"));
  }

  /** The subject of the path, checked. */
  String subject() {
    String subject = variable("subject");
    if (subject.isBlank() || subject.chars().anyMatch(Character::isISOControl)) {
      throw RegistryException.invalidSubject(subject);
    }
    return subject;
  }

  /** The version of the path; empty for the latest. */
  Optional<Integer> version() {
    String text = variable("version").trim();
    if (text.equalsIgnoreCase("latest") || text.equals("-1")) {
      return Optional.empty();
    }
    int version = number(text).orElseThrow(() -> RegistryException.invalidVersion(text));
    if (version < 1) {
      throw RegistryException.invalidVersion(text);
    }
    return Optional.of(version);
  }

  /** The schema id of the path. What isn't a number is no such resource. */
  int id() {
    return number(variable("id"))
        .orElseThrow(() -> new RegistryException(404, "HTTP 404 Not Found"));
  }

  /** Returns the filter of versions or subjects that the query asks for. */
  RegistryState.Filter filter() {
    if (flag("deletedOnly")) {
      return RegistryState.Filter.DELETED;
    }
    return flag("deleted") ? RegistryState.Filter.ALL : RegistryState.Filter.ACTIVE;
  }

  /** The part of a list that the query asks for by {@code offset} and {@code limit}. */
  <T> List<T> page(List<T> all) {
    int offset = Math.max(0, number(query.getOrDefault("offset", "0")).orElse(0));
    int limit = number(query.getOrDefault("limit", "-1")).orElse(-1);
    return all.stream().skip(offset).limit(limit < 0 ? all.size() : limit).toList();
  }

  /** The body as this type. */
  <T> T body(Class<T> type) {
    try {
      return Json.read(body, type);
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new RegistryException(400, "The request's body is not the JSON expected: " + reason, e);
    }
  }

  /** The segments of a raw path, decoded: {@code /a/b%2Fc} is {@code a} and {@code b/c}. */
  static List<String> segments(String rawPath) {
    String path = rawPath.replaceAll("^/+|/+$", "");
    if (path.isEmpty()) {
      return List.of();
    }
    // A plus sign stands for itself in a path.
    return List.of(path.split("/", -1)).stream()
        .map(segment -> decode(segment.replace("+", "%2B")))
        .toList();
  }

  /** The parameters of a raw query. */
  static Map<String, String> parameters(@Nullable String rawQuery) {
    Map<String, String> parameters = new HashMap<>();
    if (rawQuery == null) {
      return parameters;
    }
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.put(decode(name), decode(value));
    }
    return parameters;
  }

  private String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no variable " + name);
    }
    return value;
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          400, "The request's address is not encoded correctly: " + text, e);
    }
  }
}
