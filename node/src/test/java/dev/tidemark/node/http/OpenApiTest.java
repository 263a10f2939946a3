package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DiscardRequest;
import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.replay.ReplayRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAPI file says what the router does and what the records hold, no more and no less. */
class OpenApiTest {

  /** The packages below the one of {@link ApiError}, and that one itself. */
  private static final List<String> SUBJECTS =
      List.of("", ".cluster", ".deadletters", ".job", ".progress", ".replay");

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final Set<Class<?>> REQUESTS =
      Set.of(
          JobRequest.class,
          PlanRequest.class,
          JobSettings.class,
          ReplayRequest.class,
          ReplayFrom.class,
          DeadLetterFilter.class,
          RequeueRequest.class,
          DiscardRequest.class);
  private static final JsonNode API = read();

  static List<Route> routes() {
    FakeService nothing = new FakeService();
    return ApiServer.routes(nothing, nothing);
  }

  @Test
  void shouldListEachRouteAndNoOther() {
    Set<String> listed = new TreeSet<>();
    API.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            listed.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));

    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            routes().stream().map(route -> route.method() + " " + route.path()).toList());
  }

  @ParameterizedTest
  @MethodSource("routes")
  void shouldSayWhatARouteNeeds(Route route) {
    JsonNode operation = operation(route);

    Optional<String> role = route.role().map(known -> known.name().toLowerCase(Locale.ROOT));
    assertThat(Optional.ofNullable(operation.path("x-role").textValue())).isEqualTo(role);
    assertThat(operation.path("security").isArray()).isEqualTo(role.isEmpty());
    assertThat(operation.path("summary").textValue()).endsWith(".");
    assertThat(parameters(operation, "query")).containsExactlyInAnyOrderElementsOf(route.query());
    assertThat(parameters(API.path("paths").path(route.path()), "path"))
        .containsExactlyElementsOf(
            Stream.of(route.path().split("/"))
                .filter(segment -> segment.startsWith("{"))
                .map(segment -> segment.substring(1, segment.length() - 1))
                .toList());
    assertThat(requestTypes(operation))
        .isEqualTo(
            switch (route.body()) {
              case NONE -> Set.of();
              case JSON, JSON_HEAVY -> Set.of("application/json");
              case RAW -> Set.of("application/java-archive", "application/octet-stream");
            });
    assertThat(route.produces()).containsAll(answerTypes(operation));
  }

  @Test
  void shouldPointAtWhatIsThere() {
    List<String> references = API.findValuesAsText("$ref");

    assertThat(references)
        .isNotEmpty()
        .allMatch(reference -> !API.at(reference.substring(1)).isMissingNode());
    for (String kind : List.of("schemas", "parameters", "responses", "requestBodies")) {
      API.path("components")
          .path(kind)
          .fieldNames()
          .forEachRemaining(
              name -> assertThat(references).contains("#/components/" + kind + "/" + name));
    }
    assertThat(API.findValuesAsText("operationId"))
        .doesNotHaveDuplicates()
        .hasSize(routes().size());
  }

  @Test
  void shouldDescribeEachTypeThatIsAnsweredOrAsked() {
    Set<String> described = new TreeSet<>();
    API.path("components").path("schemas").fieldNames().forEachRemaining(described::add);

    assertThat(described)
        .isEqualTo(new TreeSet<>(types().stream().map(OpenApiTest::nameOf).toList()));
  }

  static Collection<Class<?>> types() {
    Deque<Class<?>> open = new ArrayDeque<>(REQUESTS);
    open.add(ApiError.class);
    for (String root :
        List.of(
            "ClusterView",
            "HealthView",
            "JarView",
            "PlanView",
            "SubmitView",
            "UpgradeView",
            "JobView",
            "StatusView",
            "JobTaskView",
            "JobExceptionView",
            "TopologyView",
            "OffsetsView",
            "LagView",
            "WatermarksView",
            "LedgerView",
            "ReplayStartView",
            "DiffView",
            "LogLine",
            "StoreView",
            "StoreAnswer",
            "DeadLettersView",
            "DeadLetterStatsView",
            "RequeueView",
            "DiscardView",
            "EventView")) {
      open.add(classOf(root));
    }
    Set<Class<?>> all = new HashSet<>();
    while (!open.isEmpty()) {
      Class<?> type = open.pop();
      if (all.add(type) && type.isRecord()) {
        properties(type).values().forEach(each -> open.addAll(own(each.getGenericType())));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldHaveThePropertiesOfTheRecord(Class<?> type) {
    JsonNode schema = API.path("components").path("schemas").path(nameOf(type));
    if (type.isEnum()) {
      assertThat(texts(schema.path("enum")))
          .containsExactlyElementsOf(
              Arrays.stream(type.getEnumConstants()).map(Objects::toString).toList());
      return;
    }
    List<String> required = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, RecordComponent> property : properties(type).entrySet()) {
      String name = property.getKey();
      RecordComponent component = property.getValue();
      names.add(name);
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (!REQUESTS.contains(type) || (!nullable && type != JobSettings.class)) {
        required.add(name);
      }
      assertThat(kind(schema.path("properties").path(name)))
          .as(type.getSimpleName() + "." + name)
          .isEqualTo(kind(component.getGenericType()) + (nullable ? "?" : ""));
    }
    assertThat(schema.path("properties").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(names);
    assertThat(texts(schema.path("required"))).containsExactlyElementsOf(required);
  }

  @Test
  void shouldBeServed() {
    try (Served served = Served.start()) {
      var answer = served.get("/openapi.yaml");

      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValue("application/yaml;charset=utf-8");
      assertThat(answer.body()).startsWith("openapi: 3.1.0\n").isEqualTo(text());
    }
  }

  private static Set<Class<?>> own(Type type) {
    Set<Class<?>> own = new HashSet<>();
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        own.addAll(own(argument));
      }
    } else if (type instanceof Class<?> known && (known.isRecord() || known.isEnum())) {
      own.add(known);
    }
    return own;
  }

  /** A type in few words, the same for a Java type and a schema. */
  private static String kind(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return generic.getRawType() == Map.class
          ? "map of " + kind(arguments[1])
          : "list of " + kind(arguments[0]);
    }
    Class<?> known = (Class<?>) type;
    if (known == Instant.class) {
      return "string date-time";
    }
    if (known == int.class || known == Integer.class) {
      return "integer int32";
    }
    if (known == long.class || known == Long.class) {
      return "integer int64";
    }
    if (known == Double.class) {
      return "number double";
    }
    if (known == JsonNode.class) {
      return "any";
    }
    return known == String.class || known == boolean.class || known == Boolean.class
        ? known.getSimpleName().toLowerCase(Locale.ROOT)
        : nameOf(known);
  }

  private static String kind(JsonNode schema) {
    if (schema.has("oneOf")) {
      return kind(schema.path("oneOf").get(0)) + "?";
    }
    if (schema.has("$ref")) {
      return schema.path("$ref").textValue().replace("#/components/schemas/", "");
    }
    JsonNode type = schema.path("type");
    String nullable = type.isArray() ? "?" : "";
    String name = type.isArray() ? type.get(0).textValue() : type.asText("any");
    return switch (name) {
      case "" -> "any";
      case "array" -> "list of " + kind(schema.path("items")) + nullable;
      case "object" -> "map of " + kind(schema.path("additionalProperties")) + nullable;
      default -> (name + " " + schema.path("format").asText("")).strip() + nullable;
    };
  }

  /** The properties of a record in their order, those of its unwrapped groups among them. */
  private static Map<String, RecordComponent> properties(Class<?> type) {
    Map<String, RecordComponent> properties = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      JsonUnwrapped group = component.getAccessor().getAnnotation(JsonUnwrapped.class);
      if (group == null) {
        properties.put(propertyOf(component), component);
      } else {
        properties(component.getType())
            .forEach((name, inner) -> properties.put(group.prefix() + name, inner));
      }
    }
    return properties;
  }

  private static String propertyOf(RecordComponent component) {
    JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
    return given == null
        ? SnakeCaseStrategy.INSTANCE.translate(component.getName())
        : given.value();
  }

  private static String nameOf(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : nameOf(outer) + "." + type.getSimpleName();
  }

  private static Class<?> classOf(String name) {
    List<Class<?>> found = new ArrayList<>();
    for (String subject : SUBJECTS) {
      try {
        found.add(Class.forName(ApiError.class.getPackageName() + subject + "." + name));
      } catch (ClassNotFoundException e) {
        continue; // it is in the package of another subject
      }
    }
    assertThat(found).as("types of the interface with the name " + name).hasSize(1);
    return found.get(0);
  }

  private static JsonNode operation(Route route) {
    return API.path("paths").path(route.path()).path(route.method().toLowerCase(Locale.ROOT));
  }

  private static List<String> parameters(JsonNode at, String in) {
    return StreamSupport.stream(at.path("parameters").spliterator(), false)
        .map(OpenApiTest::resolved)
        .filter(parameter -> parameter.path("in").textValue().equals(in))
        .map(parameter -> parameter.path("name").textValue())
        .toList();
  }

  private static Set<String> requestTypes(JsonNode operation) {
    return fields(resolved(operation.path("requestBody")).path("content"));
  }

  private static Set<String> answerTypes(JsonNode operation) {
    Set<String> types = new HashSet<>();
    operation
        .path("responses")
        .properties()
        .forEach(
            answer -> {
              if (answer.getKey().startsWith("2")) {
                types.addAll(fields(answer.getValue().path("content")));
              }
            });
    return types;
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? API.at(node.path("$ref").textValue().substring(1)) : node;
  }

  private static Set<String> fields(JsonNode node) {
    Set<String> fields = new HashSet<>();
    node.fieldNames().forEachRemaining(fields::add);
    return fields;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(text());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text() {
    try (InputStream in = ApiServer.class.getResourceAsStream("openapi.yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
