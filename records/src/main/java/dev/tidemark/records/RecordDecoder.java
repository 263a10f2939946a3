package dev.tidemark.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.runtime.base.RegistryClients;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.json.JsonValues;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Converts keys and values of topics to human-readable JSON, without the classes of a job: Avro by
 * the writer's schema that a value names, the rest by its type in the plan. What can't be decoded
 * is shown as its bytes. Not thread-safe.
 */
public final class RecordDecoder implements AutoCloseable {

  private static final Map<String, Type<?>> PRIMITIVES =
      Stream.of(
              Types.STRING,
              Types.LONG,
              Types.INTEGER,
              Types.DOUBLE,
              Types.BOOLEAN,
              Types.BYTES,
              Types.INSTANT)
          .collect(Collectors.toMap(Type::description, type -> type));

  /** More than topics have; garbage names any number. */
  private static final int SCHEMAS_MAX = 200;

  private final SubjectRegistry registry;
  private final Map<Integer, Codec<GenericRecord>> bySchema = new HashMap<>();

  private RecordDecoder(SubjectRegistry registry) {
    this.registry = registry;
  }

  /**
   * Opens one; nothing is asked of the registry yet.
   *
   * @param config of which the settings of the registry count
   */
  public static RecordDecoder open(RunConfig config) {
    return new RecordDecoder(RegistryClients.open(config));
  }

  /**
   * Returns a key or value as JSON.
   *
   * @param type as plans print it, e.g. {@code string} or {@code avro dev.tidemark.schemas.Flight}
   */
  public JsonNode decode(String type, byte @Nullable [] bytes) {
    if (bytes == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    try {
      return new JsonValues().of(value(type, bytes));
    } catch (RuntimeException e) {
      return raw(bytes); // shown as it is: the reader has to see it in any case
    }
  }

  @Override
  public void close() {
    registry.close();
  }

  private Object value(String type, byte[] bytes) {
    Type<?> primitive = PRIMITIVES.get(type);
    Decoded<?> decoded =
        primitive != null ? primitive.stateCodec().decode(bytes) : avro(bytes).decode(bytes);
    if (decoded instanceof Decoded.Ok<?> ok) {
      return ok.value();
    }
    throw new IllegalArgumentException("these bytes are not " + type);
  }

  private Codec<GenericRecord> avro(byte[] bytes) {
    if (WireFormat.headerDefect(bytes) != null) {
      throw new IllegalArgumentException("these bytes name no schema");
    }
    if (bySchema.size() >= SCHEMAS_MAX) {
      bySchema.clear();
    }
    return bySchema.computeIfAbsent(
        WireFormat.schemaId(bytes),
        id -> {
          Schema schema = registry.schemaById(id);
          return Types.generic(schema).topicCodec(registry, "");
        });
  }

  private static JsonNode raw(byte[] bytes) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("base64", Base64.getEncoder().encodeToString(bytes));
  }
}
