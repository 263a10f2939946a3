package dev.tidemark.node.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Parses JSON of requests strictly: a field that is unknown, duplicate or of another type is
 * refused with its name, since a misspelled setting that is ignored would be noticed too late.
 */
final class RequestJson {
  private static final ObjectMapper STRICT = strict();

  private RequestJson() {}

  /** Returns the object in a body; an empty object if there is no body. */
  static ObjectNode object(byte[] body) {
    if (body.length == 0) {
      return STRICT.createObjectNode();
    }
    JsonNode node = parse(body);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw Errors.badRequest("the body is not a JSON object", "send one like {\"name\": ...}");
  }

  /** Parses a value in a URL: as JSON if possible, otherwise as text. */
  static JsonNode value(String text) {
    try {
      JsonNode node = STRICT.readTree(text);
      return node.isMissingNode() ? STRICT.getNodeFactory().textNode(text) : node;
    } catch (StreamConstraintsException e) {
      throw tooDeep();
    } catch (JsonProcessingException e) {
      return STRICT.getNodeFactory().textNode(text);
    }
  }

  /** Converts the object to a request. */
  static <T> T as(ObjectNode object, Class<T> type) {
    try {
      return STRICT.treeToValue(object, type);
    } catch (UnrecognizedPropertyException e) {
      List<String> known =
          e.getKnownPropertyIds().stream().map(Objects::toString).sorted().toList();
      throw Errors.unknown("field", e.getPropertyName(), known);
    } catch (InvalidFormatException e) {
      throw Errors.badRequest(
          where(e) + " is '" + Errors.shown(String.valueOf(e.getValue())) + "'",
          e.getTargetType().isEnum()
              ? "give one of " + constants(e.getTargetType())
              : "give " + kind(e.getTargetType()));
    } catch (JsonMappingException e) {
      throw Errors.badRequest(
          where(e) + " is missing, null or of a wrong type",
          "look at " + type.getSimpleName() + " in GET /api/v1/openapi.yaml");
    } catch (JsonProcessingException e) {
      throw malformed(e);
    }
  }

  private static JsonNode parse(byte[] body) {
    try {
      return STRICT.readTree(body);
    } catch (StreamConstraintsException e) {
      throw tooDeep();
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw Errors.badRequest("the body is not JSON in UTF-8", "check how it is encoded");
    }
  }

  private static ApiException tooDeep() {
    return Errors.badRequest(
        "the JSON is nested too deep, or holds too long a number or name",
        "nest at most 100 levels");
  }

  private static ApiException malformed(JsonProcessingException e) {
    String at =
        e.getLocation() == null
            ? ""
            : " at line "
                + e.getLocation().getLineNr()
                + " column "
                + e.getLocation().getColumnNr();
    boolean twice =
        e instanceof JsonParseException
            && e.getOriginalMessage() != null
            && e.getOriginalMessage().startsWith("Duplicate");
    return twice
        ? Errors.badRequest("a field is given twice" + at, "give each field once")
        : Errors.badRequest("the body is not valid JSON" + at, "check it, e.g. with jq");
  }

  private static String where(JsonMappingException e) {
    String path = e.getPath().stream().map(RequestJson::step).collect(Collectors.joining("."));
    return path.isEmpty() ? "the body" : "'" + Errors.shown(path) + "'";
  }

  private static String step(Reference reference) {
    return reference.getFieldName() != null
        ? reference.getFieldName()
        : Integer.toString(reference.getIndex());
  }

  private static String constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Object::toString)
        .collect(Collectors.joining(", "));
  }

  private static String kind(Class<?> type) {
    return type.isPrimitive() || Number.class.isAssignableFrom(type) ? "a whole number" : "text";
  }

  private static ObjectMapper strict() {
    ObjectMapper mapper =
        Json.mapper()
            .copy()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    mapper.configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);
    mapper.configOverride(Object.class);
    return disableCoercion(mapper);
  }

  @SuppressWarnings("deprecation") // the builder that replaces it can't begin with a mapper
  private static ObjectMapper disableCoercion(ObjectMapper mapper) {
    return mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
  }
}
