package dev.tidemark.dev.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidemark.dev.registry.RegistryState.Filter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes that only read: subjects, versions, schemas by id. */
final class ReadRoutes {
  private static final String READ_WRITE = "READWRITE";
  private static final String ANY_CONTEXT = ":*:";

  private final RegistryLog log;

  ReadRoutes(RegistryLog log) {
    this.log = log;
  }

  private record SchemaAnswer(
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Reference> references, String schema) {}

  private record Place(String subject, int version) {}

  Router addTo(Router router) {
    return router
        .route("GET", "/", request -> Answer.json(Map.of()))
        .route("GET", "/subjects", this::subjects)
        .route("GET", "/subjects/{subject}/versions", this::versions)
        .route("GET", "/subjects/{subject}/versions/{version}", this::version)
        .route("GET", "/subjects/{subject}/versions/{version}/schema", this::versionSchema)
        .route("GET", "/subjects/{subject}/versions/{version}/referencedby", this::referencedBy)
        .route("POST", "/subjects/{subject}", this::lookUp)
        .route("GET", "/schemas/types", request -> Answer.json(List.of("AVRO")))
        .route("GET", "/schemas/ids/{id}", this::schema)
        .route("GET", "/schemas/ids/{id}/schema", this::schemaText)
        .route("GET", "/schemas/ids/{id}/subjects", this::schemaSubjects)
        .route("GET", "/schemas/ids/{id}/versions", this::schemaVersions)
        .route("GET", "/mode", request -> Answer.json(Map.of("mode", READ_WRITE)))
        .route("GET", "/mode/{subject}", this::mode);
  }

  private Answer subjects(RegistryRequest request) {
    String prefix = request.query().getOrDefault("subjectPrefix", "");
    List<String> all = log.read(state -> state.subjects(request.filter()));
    List<String> subjects =
        all.stream()
            .filter(subject -> prefix.equals(ANY_CONTEXT) || subject.startsWith(prefix))
            .toList();
    return Answer.json(request.page(subjects));
  }

  private Answer versions(RegistryRequest request) {
    String subject = request.subject();
    return log.read(
        state -> {
          boolean deletedToo = request.filter() != Filter.ACTIVE;
          if (!state.hasSubject(subject, deletedToo ? Filter.ALL : Filter.ACTIVE)) {
            throw RegistryException.subjectNotFound(subject);
          }
          List<Integer> versions =
              state.versions(subject, request.filter()).map(SubjectVersion::version).toList();
          return Answer.json(request.page(versions));
        });
  }

  private Answer version(RegistryRequest request) {
    return Answer.json(VersionAnswer.of(log.read(state -> find(state, request, request.filter()))));
  }

  private Answer versionSchema(RegistryRequest request) {
    return new Answer(log.read(state -> find(state, request, request.filter())).content().text());
  }

  private Answer referencedBy(RegistryRequest request) {
    return log.read(
        state -> {
          SubjectVersion found = find(state, request, Filter.ALL);
          List<Integer> ids =
              state.referencing(found.subject(), found.version(), request.filter()).stream()
                  .map(SubjectVersion::id)
                  .distinct()
                  .toList();
          return Answer.json(request.page(ids));
        });
  }

  private Answer lookUp(RegistryRequest request) {
    String subject = request.subject();
    return log.read(
        state -> {
          ParsedSchema wanted = SchemaRequest.parse(request, state, false);
          Filter filter = request.flag("deleted") ? Filter.ALL : Filter.ACTIVE;
          Optional<SubjectVersion> found = Versions.find(state, subject, wanted, filter);
          if (found.isEmpty() && !state.hasSubject(subject, filter)) {
            throw RegistryException.subjectNotFound(subject);
          }
          return Answer.json(
              VersionAnswer.of(found.orElseThrow(RegistryException::schemaNotFound)));
        });
  }

  private Answer schema(RegistryRequest request) {
    SchemaContent content = content(request);
    return Answer.json(new SchemaAnswer(content.references(), content.text()));
  }

  private Answer schemaText(RegistryRequest request) {
    return new Answer(content(request).text());
  }

  private Answer schemaSubjects(RegistryRequest request) {
    List<String> subjects =
        places(request).stream().map(SubjectVersion::subject).distinct().toList();
    return Answer.json(request.page(subjects));
  }

  private Answer schemaVersions(RegistryRequest request) {
    List<Place> versions =
        places(request).stream()
            .map(version -> new Place(version.subject(), version.version()))
            .toList();
    return Answer.json(request.page(versions));
  }

  private Answer mode(RegistryRequest request) {
    if (!request.flag("defaultToGlobal")) {
      throw RegistryException.modeNotConfigured(request.subject());
    }
    return Answer.json(Map.of("mode", READ_WRITE));
  }

  private static SubjectVersion find(RegistryState state, RegistryRequest request, Filter filter) {
    // "Deleted only" is a filter of lists.
    return Versions.named(
        state,
        request.subject(),
        request.version(),
        filter == Filter.ACTIVE ? Filter.ACTIVE : Filter.ALL);
  }

  private SchemaContent content(RegistryRequest request) {
    int id = request.id();
    return log.read(state -> state.versionsOf(id)).stream()
        .findFirst()
        .map(SubjectVersion::content)
        .orElseThrow(() -> RegistryException.schemaNotFound(id));
  }

  private List<SubjectVersion> places(RegistryRequest request) {
    List<SubjectVersion> places = log.read(state -> state.versionsOf(request.id()));
    if (places.isEmpty()) {
      throw RegistryException.schemaNotFound();
    }
    return places.stream().filter(request.filter()::accepts).toList();
  }
}
