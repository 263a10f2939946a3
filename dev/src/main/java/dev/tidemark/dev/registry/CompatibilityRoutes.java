package dev.tidemark.dev.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.dev.registry.RegistryState.Filter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Questions of compatibility, which register nothing. */
final class CompatibilityRoutes {
  private final RegistryLog log;

  CompatibilityRoutes(RegistryLog log) {
    this.log = log;
  }

  private record Verdict(
      @JsonProperty("is_compatible") boolean compatible, @Nullable List<String> messages) {}

  Router addTo(Router router) {
    return router
        .route("POST", "/compatibility/subjects/{subject}/versions", this::withSubject)
        .route("POST", "/compatibility/subjects/{subject}/versions/{version}", this::withVersion);
  }

  /** Returns the reasons against registering this schema, by the subject's level. */
  static List<String> problems(RegistryState state, String subject, ParsedSchema schema) {
    return problems(state, subject, schema, state.versions(subject, Filter.ACTIVE).toList());
  }

  private Answer withSubject(RegistryRequest request) {
    String subject = request.subject();
    return answer(
        request, state -> problems(state, subject, SchemaRequest.parse(request, state, true)));
  }

  private Answer withVersion(RegistryRequest request) {
    String subject = request.subject();
    Optional<Integer> number = request.version();
    return answer(
        request,
        state -> {
          List<SubjectVersion> against = against(state, subject, number);
          return problems(state, subject, SchemaRequest.parse(request, state, true), against);
        });
  }

  private static List<SubjectVersion> against(
      RegistryState state, String subject, Optional<Integer> number) {
    if (number.isEmpty()) {
      // With no version yet, everything is compatible with the latest.
      return state.latest(subject, Filter.ACTIVE).stream().toList();
    }
    return List.of(
        state
            .version(subject, number.get(), Filter.ACTIVE)
            .orElseThrow(() -> RegistryException.versionNotFound(Versions.text(number))));
  }

  private Answer answer(RegistryRequest request, Function<RegistryState, List<String>> check) {
    boolean verbose = request.flag("verbose");
    List<String> problems;
    try {
      problems = log.read(check);
    } catch (RegistryException e) {
      if (!verbose || e.code() != RegistryException.INVALID_SCHEMA) {
        throw e;
      }
      problems = List.of(String.valueOf(e.getMessage()));
    }
    return Answer.json(new Verdict(problems.isEmpty(), verbose ? problems : null));
  }

  private static List<String> problems(
      RegistryState state, String subject, ParsedSchema schema, List<SubjectVersion> against) {
    ParsedSchema.References references = ParsedSchema.in(state);
    List<CompatibilityCheck.Earlier> earlier =
        against.stream()
            .map(
                version ->
                    new CompatibilityCheck.Earlier(
                        version.version(),
                        ParsedSchema.stored(version.content(), references).schema()))
            .toList();
    return CompatibilityCheck.problems(state.levelInScope(subject), schema.schema(), earlier);
  }
}
