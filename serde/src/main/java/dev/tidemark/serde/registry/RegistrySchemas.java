package dev.tidemark.serde.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Schemas in a registry's JSON: as they are sent, and as they are read with those that they refer
 * to.
 */
final class RegistrySchemas {
  /** No registry on Kafka keeps more in one record, unless it is told to. */
  private static final int CHARS_MAX = 2 * 1024 * 1024;

  private static final int REFERENCES_MAX = 200;
  private static final String JAVA_STRING = "avro.java.string";

  /** Fetches a version of a subject, as the registry writes it. */
  interface Versions {
    JsonNode version(String subject, int version);
  }

  private final Versions versions;
  private final Duration timeMax;

  /**
   * The schemas fetched before the time was up, so that the next attempt gets further: a schema
   * that refers to many others must not be asked for without end.
   */
  private volatile Map<String, JsonNode> unfinished = Map.of();

  /**
   * Creates a reader of schemas.
   *
   * @param timeMax how long the references of one schema may take altogether
   */
  RegistrySchemas(Versions versions, Duration timeMax) {
    this.versions = versions;
    this.timeMax = timeMax;
  }

  /** Returns whether two schemas are the same, whatever the order of their properties. */
  static boolean areSame(Schema declared, Schema registered) {
    if (!declared.getFullName().equals(registered.getFullName())) {
      return false;
    }
    try {
      return plainTree(declared).equals(plainTree(registered));
    } catch (UncheckedIOException | StackOverflowError e) {
      return false; // nested more deeply than any that can be declared
    }
  }

  /**
   * The text to register or to look up. The generator's mark for Java strings is left out: it says
   * nothing about the bytes, and with it the schema would be another one than the same schema of
   * another language.
   */
  static String text(Schema schema) {
    return plainTree(schema).toString();
  }

  private static JsonNode plainTree(Schema schema) {
    try {
      return plain(RegistryHttp.JSON.readTree(schema.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode plain(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode plain = RegistryHttp.JSON.createArrayNode();
      array.forEach(item -> plain.add(plain(item)));
      return plain;
    }
    if (!(node instanceof ObjectNode object) || !object.has("type")) {
      return node;
    }
    ObjectNode plain = RegistryHttp.JSON.createObjectNode();
    object
        .properties()
        .forEach(
            property -> {
              String name = property.getKey();
              if (!name.equals(JAVA_STRING)) {
                plain.set(
                    name,
                    name.equals("default") ? property.getValue() : plain(property.getValue()));
              }
            });
    boolean onlyType = plain.size() == 1 && object.size() > 1 && plain.get("type").isTextual();
    return onlyType ? plain.get("type") : plain;
  }

  /**
   * A schema.
   *
   * @param chars how long its text is, with all that it refers to
   */
  record Parsed(Schema schema, long chars) {}

  /**
   * The schema of an answer.
   *
   * @param answer an object with {@code schema}, and {@code references} where there are any
   * @param what the subject or id, for messages
   */
  Parsed parse(JsonNode answer, String what) {
    Reading reading = new Reading(what);
    Schema schema = reading.parse(answer, what);
    if (!unfinished.isEmpty()) {
      unfinished = Map.of();
    }
    return new Parsed(schema, reading.chars);
  }

  /** One schema with all that it refers to; whatever a registry answers, it ends soon. */
  private final class Reading {
    private final String wanted;
    private final Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
    private final Set<String> met = new HashSet<>();
    private final Set<String> open = new HashSet<>();
    private final Map<String, JsonNode> fetched = new HashMap<>();
    private final long begin = System.nanoTime();
    private long chars;
    private long fetchedChars;

    Reading(String wanted) {
      this.wanted = wanted;
    }

    Schema parse(JsonNode answer, String what) {
      String type = answer.path("schemaType").asText("AVRO");
      if (!type.equals("AVRO")) {
        throw new InvalidSchemaException(
            what + " is not an Avro schema but one of type " + RegistryAnswers.oneLine(type), null);
      }
      String text = answer.path("schema").asText();
      chars += text.length();
      if (chars > CHARS_MAX) {
        throw invalid(
            "has more than " + CHARS_MAX + " characters with all that it refers to", null);
      }
      open.add(what);
      for (JsonNode reference : answer.path("references")) {
        resolve(reference);
      }
      open.remove(what);
      try {
        return parser.parse(text);
      } catch (AvroRuntimeException | StackOverflowError e) {
        throw new InvalidSchemaException(what + " can't be parsed as an Avro schema", e);
      }
    }

    private void resolve(JsonNode reference) {
      String subject = reference.path("subject").asText();
      int version = reference.path("version").asInt();
      String name = "version " + version + " of " + RegistryAnswers.oneLine(subject);
      if (open.contains(name)) {
        throw invalid("refers in a circle to " + name, null);
      }
      if (!met.add(name)) {
        return;
      }
      if (met.size() > REFERENCES_MAX) {
        throw invalid("refers to more than " + REFERENCES_MAX + " other schemas", null);
      }
      parse(fetch(subject, version, name), name);
    }

    private JsonNode fetch(String subject, int version, String name) {
      JsonNode before = unfinished.get(name);
      if (before != null) {
        keep(name, before);
        return before;
      }
      if (System.nanoTime() - begin > timeMax.toNanos()) {
        unfinished = Map.copyOf(fetched);
        throw new RegistryUnavailableException(
            "the schema registry takes more than "
                + timeMax.toMillis()
                + " ms for all that "
                + wanted
                + " refers to",
            null);
      }
      try {
        JsonNode answer = versions.version(subject, version);
        keep(name, answer);
        return answer;
      } catch (SchemaNotFoundException | RegistryRequestException e) {
        throw invalid("refers to " + name + ", which can't be had", e);
      }
    }

    private void keep(String name, JsonNode answer) {
      fetchedChars += answer.toString().length();
      if (fetchedChars <= 2L * CHARS_MAX) {
        fetched.put(name, answer);
      }
    }

    private InvalidSchemaException invalid(String why, @Nullable Throwable cause) {
      return new InvalidSchemaException(wanted + " " + why, cause);
    }
  }
}
