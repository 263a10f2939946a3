package dev.tidemark.serde.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.RegistryHttp.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * A client of schema registries that speak Confluent's REST protocol. Schemas by id and ids of
 * schemas are kept, everything else is asked each time. Thread-safe.
 *
 * <p>Every method throws {@link RegistryUnavailableException} when no address answers within the
 * configured rounds, {@link RegistryAccessException} when the credentials are refused, and {@link
 * RegistryRequestException} when the registry refuses a request for another reason.
 */
public final class SchemaRegistryClient implements SubjectRegistry {
  private static final Set<String> LEVELS =
      Stream.of(CompatibilityLevel.values())
          .map(Enum::name)
          .collect(Collectors.toUnmodifiableSet());

  /** Beyond it all are asked for again: what asks for more has been handed garbage. */
  private static final int CACHED_MAX = 10_000;

  /** The same for the texts of all schemas by id; in memory they take about ten times as much. */
  private static final long CACHED_CHARS_MAX = 6L * 1024 * 1024;

  private static final int COMPARED_VERSIONS_MAX = 100;
  private static final int LATEST = -1;

  /** The time for the references of a schema, in times of one request. */
  private static final int REFERENCES_REQUESTS = 5;

  private final RegistryHttp http;
  private final String query;
  private final RegistrySchemas schemas;
  private final Map<Integer, Schema> schemaById = new ConcurrentHashMap<>();
  private final AtomicLong cachedChars = new AtomicLong();
  private final Map<SubjectSchema, Integer> idBySchema = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record SubjectSchema(String subject, Schema schema) {}

  /**
   * A client; connects when it is first asked.
   *
   * @throws IllegalArgumentException when a trust store or key store can't be read
   */
  public SchemaRegistryClient(RegistryConfig config) {
    this.http = new RegistryHttp(config);
    this.schemas =
        new RegistrySchemas(
            this::versionOfReference, config.requestTimeout().multipliedBy(REFERENCES_REQUESTS));
    this.query = config.normalize() ? "?normalize=true" : "";
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidSchemaException when the id stands for a schema that is not Avro, or that can't
   *     be parsed
   */
  @Override
  public Schema schemaById(int id) {
    Schema cached = schemaById.get(id);
    if (cached != null) {
      return cached;
    }
    if (id < 1) {
      throw new SchemaNotFoundException("no schema can have the id " + id + ": ids start at 1");
    }
    String what = "schema id " + id;
    JsonNode answer = get("/schemas/ids/" + id, what, json -> json.path("schema").isTextual());
    RegistrySchemas.Parsed parsed = schemas.parse(answer, what);
    if (schemaById.size() >= CACHED_MAX || cachedChars.get() > CACHED_CHARS_MAX) {
      schemaById.clear();
      cachedChars.set(0);
    }
    Schema raced = schemaById.putIfAbsent(id, parsed.schema());
    if (raced != null) {
      return raced;
    }
    cachedChars.addAndGet(parsed.chars());
    return parsed.schema();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where the registry finds none, the versions are compared here, the newest first: some
   * registries compare texts, and miss a schema that is laid out in another way or takes types from
   * others.
   */
  @Override
  public int idOf(String subject, Schema schema) {
    SubjectSchema key = new SubjectSchema(subject, schema);
    Integer cached = idBySchema.get(key);
    if (cached != null) {
      return cached;
    }
    try {
      return remember(key, askForId(key, "/subjects/" + segment(subject) + query));
    } catch (SchemaNotFoundException e) {
      return remember(key, idAmongVersions(subject, schema).orElseThrow(() -> e));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidSchemaException when the registry does not take it for a valid schema
   */
  @Override
  public int register(String subject, Schema schema) {
    SubjectSchema key = new SubjectSchema(subject, schema);
    Integer cached = idBySchema.get(key);
    if (cached != null) {
      return cached;
    }
    try {
      return remember(key, askForId(key, versionsPath(subject) + query));
    } catch (IncompatibleSchemaException e) {
      return remember(key, idOfRaced(subject, schema).orElseThrow(() -> e));
    }
  }

  private int askForId(SubjectSchema key, String path) {
    String what = "this schema of " + key.schema().getFullName() + " for subject " + key.subject();
    ObjectNode body = schemaBody(key.schema());
    Request request = new Request("POST", path, body, what, answer -> isPositive(answer, "id"));
    return send(request).get("id").asInt();
  }

  private int remember(SubjectSchema key, int id) {
    if (idBySchema.size() >= CACHED_MAX) {
      idBySchema.clear();
    }
    idBySchema.put(key, id);
    return id;
  }

  /** Some registries answer one of two that register the same at the same time with a conflict. */
  private Optional<Integer> idOfRaced(String subject, Schema schema) {
    try {
      return Optional.of(idOf(subject, schema));
    } catch (SchemaNotFoundException e) {
      return Optional.empty();
    }
  }

  private Optional<Integer> idAmongVersions(String subject, Schema schema) {
    List<Integer> versions = versionsOrNone(subject);
    int oldest = Math.max(0, versions.size() - COMPARED_VERSIONS_MAX);
    for (int i = versions.size() - 1; i >= oldest; i--) {
      Optional<RegisteredSchema> found = avroVersion(subject, versions.get(i));
      if (found.isPresent() && RegistrySchemas.areSame(found.get().schema(), schema)) {
        return Optional.of(found.get().id());
      }
    }
    return Optional.empty();
  }

  private List<Integer> versionsOrNone(String subject) {
    try {
      return versions(subject);
    } catch (SchemaNotFoundException e) {
      return List.of();
    }
  }

  /** Empty for one that was deleted meanwhile, or that is no Avro schema. */
  private Optional<RegisteredSchema> avroVersion(String subject, int version) {
    try {
      return Optional.of(version(subject, version));
    } catch (SchemaNotFoundException | InvalidSchemaException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> subjects() {
    List<String> subjects = new ArrayList<>();
    get("/subjects", "the subjects", JsonNode::isArray)
        .forEach(subject -> subjects.add(subject.asText()));
    return subjects;
  }

  @Override
  public List<Integer> versions(String subject) {
    List<Integer> versions = new ArrayList<>();
    get(versionsPath(subject), "subject " + subject, JsonNode::isArray)
        .forEach(node -> versions.add(node.asInt()));
    versions.sort(null);
    return versions;
  }

  @Override
  public RegisteredSchema latest(String subject) {
    return registered(subject, "latest");
  }

  @Override
  public RegisteredSchema version(String subject, int version) {
    return registered(subject, versionSegment(version));
  }

  private RegisteredSchema registered(String subject, String version) {
    String what = "version " + version + " of subject " + subject;
    JsonNode answer =
        get(versionsPath(subject) + "/" + version, what, SchemaRegistryClient::isVersion);
    return new RegisteredSchema(
        subject,
        answer.get("version").asInt(),
        answer.get("id").asInt(),
        schemas.parse(answer, what).schema());
  }

  @Override
  public CompatibilityCheck checkAgainstLatest(String subject, Schema schema) {
    return check(subject, "latest", schema);
  }

  @Override
  public CompatibilityCheck checkAgainst(String subject, int version, Schema schema) {
    return check(subject, versionSegment(version), schema);
  }

  private CompatibilityCheck check(String subject, String version, Schema schema) {
    String what = "version " + version + " of subject " + subject;
    String path =
        "/compatibility/subjects/" + segment(subject) + "/versions/" + version + "?verbose=true";
    JsonNode answer =
        send(
            new Request(
                "POST",
                path,
                schemaBody(schema),
                what,
                json -> json.path("is_compatible").isBoolean()));
    List<String> messages = new ArrayList<>();
    answer.path("messages").forEach(message -> messages.add(message.asText()));
    return new CompatibilityCheck(answer.get("is_compatible").asBoolean(), messages);
  }

  @Override
  public CompatibilityLevel compatibility() {
    String what = "the global compatibility level";
    return level("/config", what);
  }

  @Override
  public Optional<CompatibilityLevel> compatibility(String subject) {
    String what = "the compatibility level of subject " + subject;
    try {
      return Optional.of(level("/config/" + segment(subject), what));
    } catch (SchemaNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public void setCompatibility(CompatibilityLevel level) {
    putLevel("/config", level, "the global compatibility level");
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    String what = "the compatibility level of subject " + subject;
    putLevel("/config/" + segment(subject), level, what);
  }

  /** Every later call fails with {@link IllegalStateException}. */
  @Override
  public void close() {
    closed = true;
  }

  private JsonNode versionOfReference(String subject, int version) {
    String what = "version " + version + " of the referenced subject " + subject;
    // A deleted version may still be referred to; -1 stands for the latest one.
    String segment = version == LATEST ? "latest" : versionSegment(version);
    String path = versionsPath(subject) + "/" + segment + "?deleted=true";
    return get(path, what, json -> json.path("schema").isTextual());
  }

  private JsonNode get(String path, String what, Predicate<JsonNode> expected) {
    return send(new Request("GET", path, null, what, expected));
  }

  private CompatibilityLevel level(String path, String what) {
    JsonNode answer =
        get(path, what, json -> LEVELS.contains(json.path("compatibilityLevel").asText()));
    return CompatibilityLevel.valueOf(answer.get("compatibilityLevel").asText());
  }

  private void putLevel(String path, CompatibilityLevel level, String what) {
    ObjectNode body = RegistryHttp.JSON.createObjectNode().put("compatibility", level.name());
    send(new Request("PUT", path, body, what, JsonNode::isObject));
  }

  private JsonNode send(Request request) {
    if (closed) {
      throw new IllegalStateException("the schema registry's client is closed");
    }
    return http.send(request);
  }

  private static ObjectNode schemaBody(Schema schema) {
    return RegistryHttp.JSON.createObjectNode().put("schema", RegistrySchemas.text(schema));
  }

  private static boolean isVersion(JsonNode answer) {
    return isPositive(answer, "version")
        && isPositive(answer, "id")
        && answer.path("schema").isTextual();
  }

  private static boolean isPositive(JsonNode answer, String field) {
    JsonNode number = answer.path(field);
    return number.isIntegralNumber() && number.canConvertToInt() && number.asInt() > 0;
  }

  private static String versionsPath(String subject) {
    return "/subjects/" + segment(subject) + "/versions";
  }

  private static String versionSegment(int version) {
    if (version < 1) {
      throw new SchemaNotFoundException("no version can be " + version + ": versions start at 1");
    }
    return Integer.toString(version);
  }

  /** A subject as one segment of a path. */
  private static String segment(String subject) {
    if (subject.isBlank() || subject.equals(".") || subject.equals("..")) {
      throw new RegistryRequestException("\"" + subject + "\" can't be the name of a subject");
    }
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
