package dev.tidemark.dev.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.dev.registry.RegistryEvent.IdsUsed;
import dev.tidemark.dev.registry.RegistryEvent.LevelRemoved;
import dev.tidemark.dev.registry.RegistryEvent.LevelSet;
import dev.tidemark.dev.registry.RegistryEvent.SubjectDeleted;
import dev.tidemark.dev.registry.RegistryEvent.VersionRemoved;
import dev.tidemark.dev.registry.RegistryEvent.VersionWritten;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events as records of the topic: the JSON that Confluent's registry writes, keyed so that
 * compaction keeps the state.
 */
final class LogFormat {
  private static final String SCHEMA = "SCHEMA";
  private static final String CONFIG = "CONFIG";
  private static final String DELETE_SUBJECT = "DELETE_SUBJECT";
  private static final String NOOP = "NOOP";

  private LogFormat() {}

  /**
   * A record of the topic.
   *
   * @param value null to remove what the key names
   */
  record Entry(String key, @Nullable String value) {}

  @JsonPropertyOrder({"keytype", "subject", "version", "magic"})
  private record Key(
      String keytype, @Nullable String subject, @Nullable Integer version, int magic) {}

  private record SchemaValue(
      String subject,
      int version,
      int id,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<Reference> references,
      String schema,
      boolean deleted) {}

  private record ConfigValue(@Nullable String subject, @Nullable String compatibilityLevel) {}

  private record DeletedValue(String subject, int version) {}

  private record IdsValue(int maxId) {}

  static Entry encode(RegistryEvent event) {
    return event.accept(Encoder.INSTANCE);
  }

  /**
   * The event of a record; empty for a kind that this registry has no use for.
   *
   * @throws IOException if it is no JSON of the format
   */
  static Optional<RegistryEvent> decode(String key, @Nullable String value) throws IOException {
    Key parsed = Json.read(key, Key.class);
    return switch (parsed.keytype() == null ? "" : parsed.keytype()) {
      case SCHEMA -> Optional.of(schemaEvent(parsed, value));
      case CONFIG -> configEvent(parsed, value);
      case DELETE_SUBJECT -> value == null ? Optional.empty() : Optional.of(deletion(value));
      case NOOP -> idsEvent(value);
      default -> Optional.empty();
    };
  }

  private static RegistryEvent schemaEvent(Key key, @Nullable String value) throws IOException {
    if (key.subject() == null || key.version() == null) {
      throw new IOException("a schema's key needs a subject and a version");
    }
    if (value == null) {
      return new VersionRemoved(key.subject(), key.version());
    }
    SchemaValue schema = Json.read(value, SchemaValue.class);
    List<Reference> references = schema.references() == null ? List.of() : schema.references();
    return new VersionWritten(
        new SubjectVersion(
            key.subject(),
            key.version(),
            schema.id(),
            new SchemaContent(schema.schema(), references),
            schema.deleted()));
  }

  private static Optional<RegistryEvent> configEvent(Key key, @Nullable String value)
      throws IOException {
    Optional<String> subject = Optional.ofNullable(key.subject());
    if (value == null) {
      return Optional.of(new LevelRemoved(subject));
    }
    return Optional.ofNullable(Json.read(value, ConfigValue.class).compatibilityLevel())
        .flatMap(CompatibilityLevel::named)
        .map(level -> new LevelSet(subject, level));
  }

  private static RegistryEvent deletion(String value) throws IOException {
    DeletedValue deleted = Json.read(value, DeletedValue.class);
    return new SubjectDeleted(deleted.subject(), deleted.version());
  }

  private static Optional<RegistryEvent> idsEvent(@Nullable String value) throws IOException {
    JsonNode maxId = value == null ? null : Json.tree(value).get("maxId");
    return maxId == null ? Optional.empty() : Optional.of(new IdsUsed(maxId.asInt()));
  }

  private static final class Encoder implements RegistryEvent.Visitor<Entry> {
    static final Encoder INSTANCE = new Encoder();

    @Override
    public Entry written(VersionWritten event) {
      SubjectVersion version = event.version();
      SchemaContent content = version.content();
      return entry(
          new Key(SCHEMA, version.subject(), version.version(), 1),
          new SchemaValue(
              version.subject(),
              version.version(),
              version.id(),
              content.references(),
              content.text(),
              version.deleted()));
    }

    @Override
    public Entry removed(VersionRemoved event) {
      return entry(new Key(SCHEMA, event.subject(), event.version(), 1), null);
    }

    @Override
    public Entry subjectDeleted(SubjectDeleted event) {
      return entry(
          new Key(DELETE_SUBJECT, event.subject(), null, 0),
          new DeletedValue(event.subject(), event.lastVersion()));
    }

    @Override
    public Entry levelSet(LevelSet event) {
      String subject = event.subject().orElse(null);
      return entry(
          new Key(CONFIG, subject, null, 0), new ConfigValue(subject, event.level().name()));
    }

    @Override
    public Entry levelRemoved(LevelRemoved event) {
      return entry(new Key(CONFIG, event.subject().orElse(null), null, 0), null);
    }

    @Override
    public Entry idsUsed(IdsUsed event) {
      return entry(new Key(NOOP, null, null, 0), new IdsValue(event.maxId()));
    }

    private static Entry entry(Key key, @Nullable Object value) {
      return new Entry(Json.write(key), value == null ? null : Json.write(value));
    }
  }
}
