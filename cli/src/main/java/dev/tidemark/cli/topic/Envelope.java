package dev.tidemark.cli.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.records.JsonBytes;
import dev.tidemark.records.ReadableBytes;
import dev.tidemark.records.TopicReading;
import dev.tidemark.records.TopicWriting.Outgoing;
import dev.tidemark.records.TopicWriting.OutgoingHeader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic as a line of JSON: what {@code consume} prints, and {@code produce
 * --envelope} reads. What is neither Avro nor text is in Base64, which looks like any text; hence a
 * field beside it says so, {@code key_form} or {@code value_form}, and a header of bytes is an
 * object.
 */
final class Envelope {
  private static final String BASE64 = "base64";
  private static final String FORM = "_form";
  private static final Set<String> FIELDS =
      Set.of(
          "key", "key_form", "value", "value_form", "headers", "partition", "timestamp", "offset");

  private Envelope() {}

  /** The encoders of keys and values. */
  record Encoding(JsonBytes keys, JsonBytes values) {}

  static ObjectNode of(TopicReading.Shown shown) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("partition", shown.partition())
        .put("offset", shown.offset())
        .put("timestamp", shown.timestamp().toString());
    put(line, "key", shown.key());
    put(line, "value", shown.value());
    if (!shown.headers().isEmpty()) {
      ObjectNode headers = line.putObject("headers");
      shown.headers().forEach(header -> put(headers, header));
    }
    return line;
  }

  private static void put(ObjectNode line, String side, ReadableBytes.Shown shown) {
    line.set(side, shown.json());
    if (shown.form().startsWith(BASE64)) {
      line.put(side + FORM, shown.form());
    }
  }

  /** A name may occur more than once: then it has a list. */
  private static void put(ObjectNode headers, TopicReading.ShownHeader header) {
    JsonNode json = header.value().json();
    if (header.value().form().startsWith(BASE64)) {
      json = JsonNodeFactory.instance.objectNode().set(BASE64, json);
    }
    JsonNode earlier = headers.get(header.name());
    if (earlier == null) {
      headers.set(header.name(), json);
    } else if (earlier instanceof ArrayNode list) {
      list.add(json);
    } else {
      headers.putArray(header.name()).add(earlier).add(json);
    }
  }

  /**
   * Reads the record of a line; its offset is ignored.
   *
   * @param common headers of each record
   * @throws IllegalArgumentException names the field that does not fit
   */
  static Outgoing read(JsonNode line, Encoding encoding, List<OutgoingHeader> common) {
    if (!(line instanceof ObjectNode)) {
      throw new IllegalArgumentException("is no object with key and value");
    }
    Set<String> unknown = new TreeSet<>();
    line.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "has fields that an envelope has not: " + String.join(", ", unknown));
    }
    if (!line.has("value")) {
      throw new IllegalArgumentException("has no value; write null to delete the key");
    }
    List<OutgoingHeader> headers = new ArrayList<>(common);
    headers.addAll(headers(line.path("headers")));
    return new Outgoing(
        bytes(line, "key", encoding.keys()),
        bytes(line, "value", encoding.values()),
        headers,
        partition(line.path("partition")),
        timestamp(line.path("timestamp")));
  }

  private static byte @Nullable [] bytes(JsonNode line, String side, JsonBytes encoding) {
    JsonNode json = line.path(side);
    if (isNothing(json)) {
      return null;
    }
    return line.path(side + FORM).asText().startsWith(BASE64)
        ? decoded(json, side)
        : encoding.of(json);
  }

  private static List<OutgoingHeader> headers(JsonNode json) {
    if (!isNothing(json) && !json.isObject()) {
      throw new IllegalArgumentException("headers must be an object with a text for each name");
    }
    List<OutgoingHeader> headers = new ArrayList<>();
    json.properties()
        .forEach(
            named -> {
              Iterable<JsonNode> values =
                  named.getValue().isArray() ? named.getValue() : List.of(named.getValue());
              values.forEach(value -> headers.add(header(named.getKey(), value)));
            });
    return headers;
  }

  private static OutgoingHeader header(String name, JsonNode value) {
    if (value.isNull()) {
      return new OutgoingHeader(name, null);
    }
    if (value.has(BASE64)) {
      return new OutgoingHeader(name, decoded(value.path(BASE64), "header " + name));
    }
    if (!value.isValueNode()) {
      throw new IllegalArgumentException(
          "header %s must be a text, null or {\"base64\": TEXT}".formatted(name));
    }
    return header(name, value.asText());
  }

  /** A header of text. */
  static OutgoingHeader header(String name, String text) {
    return new OutgoingHeader(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] decoded(JsonNode json, String where) {
    try {
      return Base64.getDecoder().decode(json.asText());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + " is no Base64: " + e.getMessage(), e);
    }
  }

  private static @Nullable Integer partition(JsonNode json) {
    if (isNothing(json)) {
      return null;
    }
    if (!json.isIntegralNumber() || !json.canConvertToInt()) {
      throw new IllegalArgumentException("partition must be a whole number");
    }
    return json.intValue();
  }

  private static @Nullable Long timestamp(JsonNode json) {
    if (isNothing(json)) {
      return null;
    }
    try {
      return json.isIntegralNumber() && json.canConvertToLong()
          ? json.longValue()
          : Instant.parse(json.asText()).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "timestamp is neither a time such as 2026-11-20T10:00:00Z nor milliseconds", e);
    }
  }

  private static boolean isNothing(JsonNode json) {
    return json.isNull() || json.isMissingNode();
  }
}
