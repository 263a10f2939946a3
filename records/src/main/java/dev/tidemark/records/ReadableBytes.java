package dev.tidemark.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.runtime.json.JsonValues;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.serde.registry.RegistryAccessException;
import dev.tidemark.serde.registry.RegistryRequestException;
import dev.tidemark.serde.registry.RegistryUnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Converts the bytes of keys and values to a human-readable form, whatever they are: by the schema
 * that they name, by the type that is declared for them, as text, or in Base64. Never throws for
 * what the bytes hold. Belongs to one thread.
 */
public final class ReadableBytes {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int SCHEMAS_MAX = 200;
  private static final String ONLY_FIELD = "value";

  private final @Nullable SchemaRegistry registry;
  private final Map<Integer, Reader> readers = new HashMap<>();
  private @Nullable RuntimeException outage;

  /**
   * Makes one.
   *
   * @param registry knows the schemas; null for none
   */
  public ReadableBytes(@Nullable SchemaRegistry registry) {
    this.registry = registry;
  }

  /**
   * Bytes in human-readable form.
   *
   * @param json the value
   * @param form {@code avro SCHEMA-ID}, the declared type, {@code text}, {@code base64}, {@code
   *     null}, or Base64 with the reason why the schema could not be used
   */
  public record Shown(JsonNode json, String form) {}

  private record Reader(Codec<GenericRecord> codec, int skip, boolean isWrapped) {}

  /**
   * Shows bytes.
   *
   * @param declaredType as plans name it, e.g. {@code long}; null where it is not known
   */
  public Shown of(byte @Nullable [] bytes, @Nullable String declaredType) {
    if (bytes == null) {
      return new Shown(JSON.nullNode(), "null");
    }
    Shown declared = declared(bytes, declaredType);
    if (declared != null) {
      return declared;
    }
    if (WireFormat.headerDefect(bytes) == null && !"string".equals(declaredType)) {
      return avro(bytes, WireFormat.schemaId(bytes));
    }
    String text = text(bytes);
    return text == null ? base64(bytes, "base64") : new Shown(JSON.textNode(text), "text");
  }

  /**
   * Returns why a schema could not be looked up, which does not depend on the bytes; null: all
   * could.
   */
  @Nullable RuntimeException outage() {
    return outage;
  }

  private static @Nullable Shown declared(byte[] bytes, @Nullable String type) {
    Codec<?> codec =
        switch (type == null ? "" : type) {
          case "long" -> Types.LONG.stateCodec();
          case "integer" -> Types.INTEGER.stateCodec();
          case "double" -> Types.DOUBLE.stateCodec();
          case "boolean" -> Types.BOOLEAN.stateCodec();
          case "instant" -> Types.INSTANT.stateCodec();
          default -> null;
        };
    return codec != null && codec.decode(bytes) instanceof Decoded.Ok<?> ok
        ? new Shown(new JsonValues().of(ok.value()), String.valueOf(type))
        : null;
  }

  private Shown avro(byte[] bytes, int id) {
    if (registry == null) {
      return base64(bytes, "base64: no registry is configured to look up schema " + id);
    }
    try {
      Reader reader = reader(registry, id);
      byte[] read = reader.skip == 0 ? bytes : Arrays.copyOfRange(bytes, reader.skip, bytes.length);
      if (reader.codec.decode(read) instanceof Decoded.Ok<GenericRecord> ok) {
        Object value = reader.isWrapped ? ok.value().get(ONLY_FIELD) : ok.value();
        return new Shown(new JsonValues().of(value), "avro " + id);
      }
      return base64(bytes, "base64: the bytes contradict schema " + id);
    } catch (SchemaNotFoundException e) {
      String text = text(bytes);
      return text == null
          ? base64(bytes, "base64: the registry knows no schema " + id)
          : new Shown(JSON.textNode(text), "text");
    } catch (RegistryUnavailableException | RegistryAccessException | RegistryRequestException e) {
      outage = e;
      return base64(bytes, "base64: schema " + id + " can't be looked up now");
    } catch (InvalidSchemaException | AvroRuntimeException | JsonValues.TooLarge e) {
      return base64(bytes, "base64: schema " + id + " can't be shown");
    }
  }

  private Reader reader(SchemaRegistry known, int id) {
    Reader reader = readers.get(id);
    if (reader == null) {
      if (readers.size() >= SCHEMAS_MAX) {
        readers.clear();
      }
      Schema schema = known.schemaById(id);
      reader =
          schema.getType() == Schema.Type.RECORD
              ? new Reader(Types.generic(schema).topicCodec(known, ""), 0, false)
              : wrapped(schema);
      readers.put(id, reader);
    }
    return reader;
  }

  /** Wraps the schema in a record with one field, which has the bytes of the field. */
  private static Reader wrapped(Schema schema) {
    Schema record =
        Schema.createRecord(
            "Shown", null, "", false, List.of(new Schema.Field(ONLY_FIELD, schema)));
    return new Reader(Types.generic(record).stateCodec(), WireFormat.HEADER_BYTES, true);
  }

  private static Shown base64(byte[] bytes, String form) {
    return new Shown(JSON.textNode(Base64.getEncoder().encodeToString(bytes)), form);
  }

  /** Returns the text, unless the bytes are not readable text. */
  private static @Nullable String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean readable =
          text.chars().allMatch(c -> c >= ' ' && c != 0x7f || c == '\t' || c == '\n' || c == '\r');
      return readable ? text : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
