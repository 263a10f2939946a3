package dev.tidemark.topology.plan.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.tidemark.serde.Type;
import org.apache.avro.Schema;

/** The schema of a type as JSON. */
public final class SchemaJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SchemaJson() {}

  /** The schema, as it was declared; JSON's null for a type that has none. */
  static JsonNode of(Type<?> type) {
    return type.schema().map(SchemaJson::of).orElse(NullNode.getInstance());
  }

  /** The schema, as it was declared. */
  public static JsonNode of(Schema schema) {
    return of(schema.toString());
  }

  /** The schema that a text is. */
  static JsonNode of(String schema) {
    try {
      return MAPPER.readTree(schema);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema that is not JSON: " + schema, e);
    }
  }
}
