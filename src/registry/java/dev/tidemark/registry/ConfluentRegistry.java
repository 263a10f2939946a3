package dev.tidemark.registry;

import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.CompatibilityCheck;
import dev.tidemark.serde.registry.CompatibilityLevel;
import dev.tidemark.serde.registry.IncompatibleSchemaException;
import dev.tidemark.serde.registry.RegisteredSchema;
import dev.tidemark.serde.registry.RegistryAccessException;
import dev.tidemark.serde.registry.RegistryRequestException;
import dev.tidemark.serde.registry.RegistryUnavailableException;
import dev.tidemark.serde.registry.SchemaRegistries;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaRequest;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * Confluent's own client as a client of Tidemark's. With the jar that Confluent publishes, the
 * names in the imports begin with {@code io.confluent}, and schemas need not go through their text.
 */
public final class ConfluentRegistry implements SubjectRegistry {
  private static final int CACHED_SCHEMAS_MAX = 1_000;
  private static final int INVALID_SCHEMA = 42201;
  private static final int NO_JSON = 50005;

  private final RestService rest;
  private final CachedSchemaRegistryClient client;
  private final boolean normalize;

  /** Called by {@link SchemaRegistries#open}. */
  public ConfluentRegistry(Map<String, String> config) {
    Map<String, String> settings = new HashMap<>(config);
    rename(settings, "schema.registry.connect.timeout.ms", "http.connect.timeout.ms");
    rename(settings, "schema.registry.request.timeout.ms", "http.read.timeout.ms");
    String urls = config.getOrDefault("schema.registry.url", "");
    this.rest = new RestService(List.of(urls.split("\\s*,\\s*")));
    this.client = new CachedSchemaRegistryClient(rest, CACHED_SCHEMAS_MAX, settings);
    this.normalize = Boolean.parseBoolean(config.get("schema.registry.normalize.schemas"));
  }

  private static void rename(Map<String, String> settings, String ours, String theirs) {
    String value = settings.remove(ours);
    if (value != null) {
      settings.put(theirs, value);
    }
  }

  /** A question to the registry. */
  private interface Question<T> {
    T ask() throws IOException, RestClientException;
  }

  @Override
  public Schema schemaById(int id) {
    return ask("schema id " + id, () -> parsed(client.getSchemaById(id)));
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return ask("subject " + subject, () -> client.getId(subject, of(schema), normalize));
  }

  @Override
  public int register(String subject, Schema schema) {
    return ask("subject " + subject, () -> client.register(subject, of(schema), normalize));
  }

  @Override
  public List<String> subjects() {
    return ask("the subjects", () -> List.copyOf(client.getAllSubjects()));
  }

  @Override
  public List<Integer> versions(String subject) {
    return ask(
        "subject " + subject, () -> client.getAllVersions(subject).stream().sorted().toList());
  }

  @Override
  public RegisteredSchema latest(String subject) {
    return ask("subject " + subject, () -> registered(rest.getLatestVersion(subject)));
  }

  @Override
  public RegisteredSchema version(String subject, int version) {
    return ask(
        "version " + version + " of subject " + subject,
        () -> registered(rest.getVersion(subject, version)));
  }

  private RegisteredSchema registered(
      org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest
              .entities.Schema
          found)
      throws IOException, RestClientException {
    return new RegisteredSchema(
        found.getSubject(),
        found.getVersion(),
        found.getId(),
        parsed(
            client
                .parseSchema(found)
                .orElseThrow(() -> new InvalidSchemaException("no Avro schema", null))));
  }

  @Override
  public CompatibilityCheck checkAgainstLatest(String subject, Schema schema) {
    return check(subject, "latest", schema);
  }

  @Override
  public CompatibilityCheck checkAgainst(String subject, int version, Schema schema) {
    return check(subject, Integer.toString(version), schema);
  }

  private CompatibilityCheck check(String subject, String version, Schema schema) {
    return ask(
        "version " + version + " of subject " + subject,
        () -> {
          RegisterSchemaRequest request = new RegisterSchemaRequest();
          request.setSchema(SchemaRegistries.text(schema));
          // Asked for reasons, it takes an answer that gives none for a yes.
          if (rest.testCompatibility(request, subject, version, false, false).isEmpty()) {
            return new CompatibilityCheck(true, List.of());
          }
          return new CompatibilityCheck(
              false, rest.testCompatibility(request, subject, version, false, true));
        });
  }

  @Override
  public CompatibilityLevel compatibility() {
    return ask("the global compatibility level", () -> level(client.getCompatibility(null)));
  }

  @Override
  public Optional<CompatibilityLevel> compatibility(String subject) {
    try {
      return Optional.of(
          ask("the level of subject " + subject, () -> level(client.getCompatibility(subject))));
    } catch (SchemaNotFoundException e) {
      return Optional.empty();
    }
  }

  private static CompatibilityLevel level(String name) {
    return CompatibilityLevel.valueOf(name);
  }

  @Override
  public void setCompatibility(CompatibilityLevel level) {
    ask("the global compatibility level", () -> client.updateCompatibility(null, level.name()));
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    ask("the level of subject " + subject, () -> client.updateCompatibility(subject, level.name()));
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new RegistryUnavailableException("the client can't be closed", e);
    }
  }

  private static AvroSchema of(Schema schema) {
    return new AvroSchema(SchemaRegistries.text(schema));
  }

  private static Schema parsed(ParsedSchema schema) {
    if (!(schema instanceof AvroSchema avro)) {
      throw new InvalidSchemaException("not an Avro schema, but " + schema.schemaType(), null);
    }
    return new Schema.Parser().setValidateDefaults(false).parse(avro.rawSchema().toString());
  }

  /** Translates what is thrown: that decides whether a job waits, gives a record up, or ends. */
  private static <T> T ask(String what, Question<T> question) {
    try {
      return question.ask();
    } catch (RestClientException e) {
      throw refusal(what + ": " + e.getMessage(), e);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).startsWith("Invalid schema")) {
        throw new InvalidSchemaException(what + " is no Avro schema that can be parsed", e);
      }
      throw new RegistryUnavailableException(what + ": " + e, e);
    }
  }

  private static RuntimeException refusal(String message, RestClientException e) {
    int status = e.getStatus();
    if (status == 401 || status == 403) {
      return new RegistryAccessException(message);
    }
    if (status / 100 == 5 || status == 429 || status == 408 || e.getErrorCode() == NO_JSON) {
      return new RegistryUnavailableException(message, e);
    }
    if (status == 404) {
      return new SchemaNotFoundException(message);
    }
    if (status == 409) {
      return new IncompatibleSchemaException(message);
    }
    return e.getErrorCode() == INVALID_SCHEMA
        ? new InvalidSchemaException(message, e)
        : new RegistryRequestException(message);
  }
}
