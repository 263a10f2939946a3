package dev.tidemark.serde.avro;

import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.jspecify.annotations.Nullable;

/**
 * The readers for each writer's schema: asked from the registry once per id and resolved to the
 * declared schema once. An id that the registry does not know is not asked for again within {@value
 * #UNKNOWN_SECONDS} seconds, so that a flood of bad records does not become a flood of requests.
 * Belongs to one thread.
 */
public final class WriterSchemas<T> {
  static final long UNKNOWN_SECONDS = 30;
  private static final int UNKNOWN_MAX = 10_000;

  /** More than a topic has versions. Each holds a compiled reader. */
  private static final int KNOWN_MAX = 1_000;

  /** Parts of all these schemas together: readers of a few huge ones fill the memory, too. */
  private static final long KNOWN_PARTS_MAX = 300_000;

  /**
   * Decodes values of one writer's schema, or reports why that schema's values can't be decoded.
   */
  interface Body<T> {
    Decoded<T> decode(byte[] bytes, int offset);
  }

  private final SchemaRegistry registry;
  private final AvroModel<T> model;
  private final LongSupplier nanoTime;
  private final Map<Integer, Body<T>> known = new HashMap<>();
  private final Map<Integer, Long> unknownSince = new HashMap<>();
  private long knownParts;
  private int lastId = -1;
  private @Nullable Body<T> last;

  public WriterSchemas(SchemaRegistry registry, AvroModel<T> model, LongSupplier nanoTime) {
    this.registry = registry;
    this.model = model;
    this.nanoTime = nanoTime;
  }

  Body<T> of(int id) {
    Body<T> body = last;
    if (body != null && id == lastId) {
      return body;
    }
    body = known.get(id);
    if (body == null) {
      return find(id);
    }
    last = body;
    lastId = id;
    return body;
  }

  private Body<T> find(int id) {
    if (id <= 0 || isKnownToBeUnknown(id)) {
      return unknown(id);
    }
    try {
      if (known.size() >= KNOWN_MAX || knownParts > KNOWN_PARTS_MAX) {
        known.clear();
        knownParts = 0;
      }
      Body<T> body = ask(id);
      known.put(id, body);
      return body;
    } catch (SchemaNotFoundException e) {
      rememberUnknown(id);
      return unknown(id);
    }
  }

  private Body<T> ask(int id) {
    try {
      return resolve(registry.schemaById(id), id);
    } catch (InvalidSchemaException e) {
      return refusal(PoisonCause.INCOMPATIBLE_SCHEMA, String.valueOf(e.getMessage()), id);
    }
  }

  private Body<T> unknown(int id) {
    return refusal(PoisonCause.UNKNOWN_SCHEMA, "the registry knows no schema " + id, id);
  }

  private boolean isKnownToBeUnknown(int id) {
    Long since = unknownSince.get(id);
    return since != null
        && nanoTime.getAsLong() - since < TimeUnit.SECONDS.toNanos(UNKNOWN_SECONDS);
  }

  private void rememberUnknown(int id) {
    if (unknownSince.size() >= UNKNOWN_MAX) {
      unknownSince.clear();
    }
    unknownSince.put(id, nanoTime.getAsLong());
  }

  private Body<T> resolve(Schema writer, int id) {
    try {
      Optional<String> exceeded = SchemaBounds.exceededBy(writer);
      if (exceeded.isPresent()) {
        return refusal(PoisonCause.LIMIT_EXCEEDED, "schema " + id + " " + exceeded.get(), id);
      }
      SchemaPairCompatibility pair =
          SchemaCompatibility.checkReaderWriterCompatibility(model.schema(), writer);
      if (!pair.getResult().getIncompatibilities().isEmpty()) {
        Incompatibility first = pair.getResult().getIncompatibilities().get(0);
        return incompatible(first.getType() + " at " + first.getLocation(), id);
      }
      AvroDecoder<T> decoder = new AvroDecoder<>(model, writer, OptionalInt.of(id));
      knownParts += SchemaBounds.parts(writer);
      return decoder::decode;
    } catch (RuntimeException | StackOverflowError e) {
      return incompatible(e.getClass().getSimpleName(), id);
    }
  }

  private Body<T> incompatible(String why, int id) {
    String reader = model.schema().getFullName();
    return refusal(
        PoisonCause.INCOMPATIBLE_SCHEMA,
        "schema " + id + " can't be read as " + reader + ": " + why,
        id);
  }

  private Body<T> refusal(PoisonCause cause, String detail, int id) {
    return (bytes, offset) -> new Decoded.Poison<>(cause, detail, OptionalInt.of(id));
  }
}
