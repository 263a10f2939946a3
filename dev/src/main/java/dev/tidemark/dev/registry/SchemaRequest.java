package dev.tidemark.dev.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request that carries a schema. Any attribute may be absent. */
record SchemaRequest(
    @Nullable String schema,
    @Nullable String schemaType,
    @Nullable List<Reference> references,
    @Nullable Integer version,
    @Nullable Integer id,
    @Nullable JsonNode metadata,
    @Nullable JsonNode ruleSet) {

  private static final String AVRO = "AVRO";

  /**
   * The schema that a request asks for, its references resolved.
   *
   * @param checked whether it is to become a version, so that names and default values must be
   *     valid
   */
  static ParsedSchema parse(RegistryRequest request, RegistryState state, boolean checked) {
    SchemaContent content = request.body(SchemaRequest.class).content(state);
    ParsedSchema.References references = ParsedSchema.in(state);
    ParsedSchema parsed =
        checked
            ? ParsedSchema.ofRequest(content, references)
            : ParsedSchema.stored(content, references);
    return request.flag("normalize") ? parsed.normalized(references) : parsed;
  }

  private SchemaContent content(RegistryState state) {
    refuseUnsupported();
    List<Reference> wanted = references == null ? List.of() : references;
    return new SchemaContent(
        schema == null ? "" : schema,
        wanted.stream().map(reference -> withVersion(reference, state)).toList());
  }

  private void refuseUnsupported() {
    if (schemaType != null && !schemaType.equalsIgnoreCase(AVRO)) {
      throw RegistryException.invalidSchema(
          "Schema type %s is not supported by this registry; register AVRO schemas"
              .formatted(schemaType));
    }
    if (given(metadata) || given(ruleSet)) {
      throw RegistryException.invalidSchema(
          "Metadata and rule sets are not supported by this registry; register the schema without");
    }
    if (id != null && id >= 0) {
      throw RegistryException.notPermitted(
          "Subject is not in import mode; register the schema without an id");
    }
  }

  private static Reference withVersion(Reference reference, RegistryState state) {
    if (reference.name() == null || reference.subject() == null) {
      throw RegistryException.invalidSchema(
          "Invalid schema, details: a reference needs a name, a subject and a version");
    }
    if (reference.version() != -1) {
      return reference;
    }
    return state
        .latest(reference.subject(), RegistryState.Filter.ACTIVE)
        .map(latest -> new Reference(reference.name(), latest.subject(), latest.version()))
        .orElse(reference);
  }

  private static boolean given(@Nullable JsonNode node) {
    return node != null && !node.isNull();
  }
}
