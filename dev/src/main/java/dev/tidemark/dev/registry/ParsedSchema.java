package dev.tidemark.dev.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/**
 * An Avro schema with the types that it takes from others.
 *
 * @param content what identifies it
 * @param schema complete, all references resolved
 */
record ParsedSchema(SchemaContent content, Schema schema) {

  private static final ObjectMapper SORTING =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /** A lookup of referenced schemas. */
  interface References extends Function<Reference, Optional<SubjectVersion>> {}

  /**
   * A schema of a request: names and default values are checked.
   *
   * @throws RegistryException 42201 if it is no valid schema
   */
  static ParsedSchema ofRequest(SchemaContent content, References references) {
    return parse(content, references, true);
  }

  /**
   * A schema of the log. It was checked when it came in, maybe by rules that are older than these.
   */
  static ParsedSchema stored(SchemaContent content, References references) {
    return parse(content, references, false);
  }

  /** The types that schemas of this registry refer to; deleted ones still count. */
  static References in(RegistryState state) {
    return reference ->
        state.version(reference.subject(), reference.version(), RegistryState.Filter.ALL);
  }

  /**
   * The same schema in the one form that all schemas of its meaning have: the properties of a type
   * and the references are sorted, which Avro itself keeps in the order of the text.
   */
  ParsedSchema normalized(References references) {
    try {
      Object tree = SORTING.readValue(content.text(), Object.class);
      List<Reference> sorted =
          content.references().stream()
              .sorted(Comparator.comparing(Reference::name).thenComparing(Reference::subject))
              .distinct()
              .toList();
      return stored(new SchemaContent(SORTING.writeValueAsString(tree), sorted), references);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro wrote a schema that is no JSON", e);
    }
  }

  /**
   * Returns whether a request for this schema means that one: the same, or the same with its
   * references written out.
   */
  boolean means(ParsedSchema other) {
    if (content.equals(other.content)) {
      return true;
    }
    return content.references().isEmpty() && content.text().equals(other.schema.toString());
  }

  private static ParsedSchema parse(SchemaContent content, References references, boolean checked) {
    if (content.text().isBlank()) {
      throw RegistryException.invalidSchema("Empty schema");
    }
    try {
      Schema.Parser parser =
          new Schema.Parser(checked ? NameValidator.STRICT_VALIDATOR : NameValidator.NO_VALIDATION);
      List<Schema> referenced = new ArrayList<>();
      parser.setValidateDefaults(false);
      resolve(content.references(), references, parser, referenced, new HashSet<>());
      parser.setValidateDefaults(checked);
      Schema schema = parser.parse(content.text());
      String text = withoutTypesOf(referenced, schema);
      return new ParsedSchema(new SchemaContent(text, content.references()), schema);
    } catch (AvroRuntimeException e) {
      throw RegistryException.invalidSchema("Invalid schema, details: " + oneLine(e));
    } catch (StackOverflowError e) {
      throw RegistryException.invalidSchema("Invalid schema, details: nested too deeply");
    }
  }

  /** Avro deprecated the only way to write a schema that leaves out the types of others. */
  @SuppressWarnings("deprecation")
  private static String withoutTypesOf(List<Schema> referenced, Schema schema) {
    return schema.toString(referenced, false);
  }

  private static void resolve(
      List<Reference> wanted,
      References references,
      Schema.Parser parser,
      List<Schema> resolved,
      Set<Reference> seen) {
    for (Reference reference : wanted) {
      if (!seen.add(reference)) {
        continue;
      }
      SchemaContent content =
          references
              .apply(reference)
              .map(SubjectVersion::content)
              .orElseThrow(() -> missing(reference));
      resolve(content.references(), references, parser, resolved, seen);
      resolved.add(parser.parse(content.text()));
    }
  }

  private static RegistryException missing(Reference reference) {
    return RegistryException.invalidSchema(
        "Invalid schema, details: no schema reference found for subject \"%s\" and version %d"
            .formatted(reference.subject(), reference.version()));
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
