package dev.tidemark.node.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.job.Ids;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.PlanRequest;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses the bodies of requests for jobs and plans, and checks all that needs no cluster. */
final class JobBodies {
  private static final List<String> SETTINGS =
      Stream.of(JobSettings.class.getRecordComponents())
          .map(RecordComponent::getName)
          .map(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE::translate)
          .toList();

  private JobBodies() {}

  /**
   * Parses a request to run a job.
   *
   * @param settings the defaults where the body has only some settings
   */
  static JobRequest job(byte[] body, Supplier<JobSettings> settings) {
    ObjectNode object = RequestJson.object(body);
    if (object.get("settings") instanceof ObjectNode given) {
      complete(given, settings);
      checkProperties(given.get("kafka"));
    }
    JobRequest request = RequestJson.as(object, JobRequest.class);
    checkName(request.name());
    checkJar(request.jar());
    checkParameters(request.parameters());
    checkFrom(request.from());
    return request;
  }

  /** Parses a request for a plan. */
  static PlanRequest plan(byte[] body) {
    PlanRequest request = RequestJson.as(RequestJson.object(body), PlanRequest.class);
    checkName(request.name());
    checkParameters(request.parameters());
    return request;
  }

  private static void complete(ObjectNode given, Supplier<JobSettings> base) {
    if (SETTINGS.stream().allMatch(given::hasNonNull)) {
      return;
    }
    JsonNode all = Json.mapper().valueToTree(base.get());
    all.properties().stream()
        .filter(field -> !given.hasNonNull(field.getKey()))
        .forEach(field -> given.set(field.getKey(), field.getValue()));
  }

  private static void checkProperties(@Nullable JsonNode given) {
    if (given instanceof ObjectNode kafka) {
      kafka.properties().stream()
          .filter(property -> property.getValue().isNull())
          .findFirst()
          .ifPresent(
              property -> {
                throw wrong("settings.kafka." + property.getKey(), "null", "give it a value");
              });
    }
  }

  private static void checkName(@Nullable String name) {
    if (name != null && !Ids.isName(name)) {
      throw wrong("name", name, "use 1 to 64 of a-z, 0-9 and '-'");
    }
  }

  private static void checkJar(@Nullable String jar) {
    if (jar == null) {
      throw Errors.badRequest(
          "'jar' is missing", "upload the jar, and give the id that the upload was answered with");
    }
    if (!Ids.isJar(jar)) {
      throw wrong("jar", jar, "give the 64 hexadecimal digits of the jar's SHA-256");
    }
  }

  private static void checkParameters(@Nullable Map<String, String> parameters) {
    if (parameters != null) {
      parameters.forEach(JobBodies::checkParameter);
    }
  }

  private static void checkParameter(String name, @Nullable String value) {
    if (value == null) {
      throw wrong("parameters." + name, "null", "give it a value, or leave it out");
    }
  }

  private static void checkFrom(@Nullable String from) {
    if (from == null || from.equals("earliest") || from.equals("latest")) {
      return;
    }
    try {
      Instant.parse(from);
    } catch (DateTimeParseException e) {
      throw wrong("from", from, "give earliest, latest or an instant like 2026-11-20T10:00:00Z");
    }
  }

  private static ApiException wrong(String field, String value, String hint) {
    return Errors.badRequest(
        "'" + Errors.shown(field) + "' can't be '" + Errors.shown(value) + "'", hint);
  }
}
