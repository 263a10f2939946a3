package dev.tidemark.dev.registry;

import dev.tidemark.dev.registry.RegistryEvent.IdsUsed;
import dev.tidemark.dev.registry.RegistryEvent.LevelRemoved;
import dev.tidemark.dev.registry.RegistryEvent.VersionRemoved;
import dev.tidemark.dev.registry.RegistryEvent.VersionWritten;
import dev.tidemark.dev.registry.RegistryState.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The routes that change subjects: to register a schema, to delete a version or a whole subject.
 */
final class WriteRoutes {
  private final RegistryLog log;

  WriteRoutes(RegistryLog log) {
    this.log = log;
  }

  Router addTo(Router router) {
    return router
        .route("POST", "/subjects/{subject}/versions", this::register)
        .route("DELETE", "/subjects/{subject}", this::deleteSubject)
        .route("DELETE", "/subjects/{subject}/versions/{version}", this::deleteVersion);
  }

  private Answer register(RegistryRequest request) {
    String subject = request.subject();
    return Answer.json(
        Map.of("id", log.update(state -> decideRegistration(state, subject, request))));
  }

  private static Decision<Integer> decideRegistration(
      RegistryState state, String subject, RegistryRequest request) {
    ParsedSchema schema = SchemaRequest.parse(request, state, true);
    Optional<SubjectVersion> known = Versions.find(state, subject, schema, Filter.ACTIVE);
    if (known.isPresent()) {
      return Decision.nothing(known.get().id());
    }
    List<String> problems = CompatibilityRoutes.problems(state, subject, schema);
    if (!problems.isEmpty()) {
      throw RegistryException.incompatible(subject, problems.toString());
    }
    int version = state.nextVersion(subject);
    Integer asked = request.body(SchemaRequest.class).version();
    if (asked != null && asked > 0 && asked != version) {
      throw RegistryException.invalidSchema("Version is not one more than previous version");
    }
    int id = state.idOf(schema.content()).orElse(state.nextId());
    SubjectVersion registered = new SubjectVersion(subject, version, id, schema.content(), false);
    return new Decision<>(id, List.of(new VersionWritten(registered)));
  }

  private Answer deleteVersion(RegistryRequest request) {
    String subject = request.subject();
    return Answer.json(
        log.update(
            state ->
                request.flag("permanent")
                    ? decideRemoval(state, subject, request.version())
                    : decideSoftDeletion(state, subject, request.version())));
  }

  private static Decision<Integer> decideSoftDeletion(
      RegistryState state, String subject, Optional<Integer> number) {
    SubjectVersion newest = Versions.named(state, subject, number, Filter.ALL);
    SubjectVersion version =
        number.isPresent() ? newest : state.latest(subject, Filter.ACTIVE).orElse(newest);
    if (version.deleted()) {
      throw RegistryException.versionSoftlyDeleted(subject, Versions.text(number));
    }
    refuseIfReferenced(state, version, Filter.ACTIVE, any -> true);
    return new Decision<>(version.version(), List.of(new VersionWritten(version.asDeleted())));
  }

  private static Decision<Integer> decideRemoval(
      RegistryState state, String subject, Optional<Integer> number) {
    SubjectVersion version = Versions.named(state, subject, number, Filter.ALL);
    refuseIfReferenced(state, version, Filter.ALL, any -> true);
    if (!version.deleted()) {
      throw RegistryException.versionNotSoftlyDeleted(subject, version.version());
    }
    List<RegistryEvent> events = new ArrayList<>();
    events.add(new IdsUsed(state.maxId()));
    events.add(new VersionRemoved(subject, version.version()));
    boolean last = state.versions(subject, Filter.ALL).count() == 1;
    if (last && state.levelOf(subject).isPresent()) {
      events.add(new LevelRemoved(Optional.of(subject)));
    }
    return new Decision<>(version.version(), events);
  }

  private Answer deleteSubject(RegistryRequest request) {
    String subject = request.subject();
    return Answer.json(
        log.update(
            state -> {
              if (!state.hasSubject(subject, Filter.ALL)) {
                throw RegistryException.subjectNotFound(subject);
              }
              return request.flag("permanent")
                  ? decideSubjectRemoval(state, subject)
                  : decideSubjectDeletion(state, subject);
            }));
  }

  private static Decision<List<Integer>> decideSubjectDeletion(
      RegistryState state, String subject) {
    List<SubjectVersion> versions = state.versions(subject, Filter.ACTIVE).toList();
    if (versions.isEmpty()) {
      throw RegistryException.subjectSoftlyDeleted(subject);
    }
    for (SubjectVersion version : versions) {
      refuseIfReferenced(state, version, Filter.ACTIVE, anotherSubject(subject));
    }
    return new Decision<>(
        numbers(versions),
        versions.stream()
            .map(version -> (RegistryEvent) new VersionWritten(version.asDeleted()))
            .toList());
  }

  private static Decision<List<Integer>> decideSubjectRemoval(RegistryState state, String subject) {
    List<SubjectVersion> versions = state.versions(subject, Filter.ALL).toList();
    for (SubjectVersion version : versions) {
      refuseIfReferenced(state, version, Filter.ALL, anotherSubject(subject));
      if (!version.deleted()) {
        throw RegistryException.subjectNotSoftlyDeleted(subject);
      }
    }
    List<RegistryEvent> events = new ArrayList<>();
    events.add(new IdsUsed(state.maxId()));
    versions.forEach(version -> events.add(new VersionRemoved(subject, version.version())));
    if (state.levelOf(subject).isPresent()) {
      events.add(new LevelRemoved(Optional.of(subject)));
    }
    return new Decision<>(numbers(versions), events);
  }

  private static void refuseIfReferenced(
      RegistryState state, SubjectVersion version, Filter filter, Predicate<SubjectVersion> by) {
    if (state.referencing(version.subject(), version.version(), filter).stream().anyMatch(by)) {
      throw RegistryException.referenced(version.subject(), version.version());
    }
  }

  private static Predicate<SubjectVersion> anotherSubject(String subject) {
    return version -> !version.subject().equals(subject);
  }

  private static List<Integer> numbers(List<SubjectVersion> versions) {
    return versions.stream().map(SubjectVersion::version).toList();
  }
}
