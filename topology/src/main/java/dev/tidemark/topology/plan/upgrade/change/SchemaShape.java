package dev.tidemark.topology.plan.upgrade.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.topology.plan.explain.SchemaJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;

/**
 * The parts of an Avro schema that decide how bytes without a schema are read, as those of state
 * and exchanges: names, order and types of the fields, and what the numbers mean (logical types).
 * Docs, aliases, defaults and how Java holds a string change nothing there.
 */
public final class SchemaShape {

  private static final List<String> KEPT =
      List.of(
          "type",
          "name",
          "namespace",
          "logicalType",
          "precision",
          "scale",
          "size",
          "symbols",
          "items",
          "values",
          "fields");
  private static final int FINGERPRINT_BYTES = 8;

  private SchemaShape() {}

  /** 16 hexadecimal digits that differ when bytes of one schema can't be taken for the other's. */
  public static String fingerprint(Schema schema) {
    byte[] text = of(SchemaJson.of(schema)).toString().getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The schema without what changes nothing. */
  public static JsonNode of(JsonNode schema) {
    if (schema.isArray()) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      schema.forEach(part -> all.add(of(part)));
      return all;
    }
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String attribute : KEPT) {
      JsonNode value = schema.get(attribute);
      if (value != null) {
        kept.set(attribute, of(value));
      }
    }
    return kept.size() == 1 && kept.has("type") ? kept.get("type") : kept;
  }
}
