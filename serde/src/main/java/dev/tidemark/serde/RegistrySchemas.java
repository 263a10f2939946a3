package dev.tidemark.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Schemas in a registry's JSON: as they are sent, and as they are read with those that they refer
 * to.
 */
final class RegistrySchemas {
  private static final int REFERENCES_MAX = 200;
  private static final String JAVA_STRING = "avro.java.string";

  /** Fetches a version of a subject, as the registry writes it. */
  interface Versions {
    JsonNode version(String subject, int version);
  }

  private final Versions versions;

  RegistrySchemas(Versions versions) {
    this.versions = versions;
  }

  /**
   * The text to register or to look up. The generator's mark for Java strings is left out: it says
   * nothing about the bytes, and with it the schema would be another one than the same schema of
   * another language.
   */
  static String text(Schema schema) {
    try {
      JsonNode json = RegistryHttp.JSON.readTree(schema.toString());
      return plain(json).toString();
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
   * The schema of an answer.
   *
   * @param answer an object with {@code schema}, and {@code references} where there are any
   * @param what the subject or id, for messages
   */
  Schema parse(JsonNode answer, String what) {
    Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
    return parse(parser, answer, what, new HashSet<>());
  }

  private Schema parse(Schema.Parser parser, JsonNode answer, String what, Set<String> visited) {
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new InvalidSchemaException(
          what + " is not an Avro schema but one of type " + type, null);
    }
    for (JsonNode reference : answer.path("references")) {
      String subject = reference.path("subject").asText();
      int version = reference.path("version").asInt();
      String name = "version " + version + " of " + subject;
      if (visited.add(name)) {
        if (visited.size() > REFERENCES_MAX) {
          throw new InvalidSchemaException(
              what + " refers to more than " + REFERENCES_MAX + " other schemas", null);
        }
        parse(parser, versions.version(subject, version), name, visited);
      }
    }
    try {
      return parser.parse(answer.path("schema").asText());
    } catch (AvroRuntimeException | StackOverflowError e) {
      throw new InvalidSchemaException(what + " can't be parsed as an Avro schema", e);
    }
  }
}
