package dev.tidemark.dev.registry;

import dev.tidemark.dev.registry.RegistryEvent.LevelRemoved;
import dev.tidemark.dev.registry.RegistryEvent.LevelSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compatibility levels, of all subjects and of one. */
final class ConfigRoutes {
  private final RegistryLog log;

  ConfigRoutes(RegistryLog log) {
    this.log = log;
  }

  private record LevelRequest(@Nullable String compatibility) {}

  Router addTo(Router router) {
    return router
        .route("GET", "/config", request -> answer(log.read(RegistryState::globalLevel)))
        .route("PUT", "/config", request -> set(request, Optional.empty()))
        .route("DELETE", "/config", this::resetGlobal)
        .route("GET", "/config/{subject}", this::subjectLevel)
        .route("PUT", "/config/{subject}", request -> set(request, Optional.of(request.subject())))
        .route("DELETE", "/config/{subject}", this::resetSubject);
  }

  private Answer subjectLevel(RegistryRequest request) {
    String subject = request.subject();
    if (request.flag("defaultToGlobal")) {
      return answer(log.read(state -> state.levelInScope(subject)));
    }
    return answer(
        log.read(state -> state.levelOf(subject))
            .orElseThrow(() -> RegistryException.levelNotConfigured(subject)));
  }

  private Answer set(RegistryRequest request, Optional<String> subject) {
    CompatibilityLevel level =
        Optional.ofNullable(request.body(LevelRequest.class).compatibility())
            .flatMap(CompatibilityLevel::named)
            .orElseThrow(RegistryException::invalidLevel);
    log.update(state -> new Decision<>(level, List.of(new LevelSet(subject, level))));
    return Answer.json(Map.of("compatibility", level));
  }

  private Answer resetGlobal(RegistryRequest request) {
    return answer(
        log.update(
            state ->
                new Decision<>(state.globalLevel(), List.of(new LevelRemoved(Optional.empty())))));
  }

  private Answer resetSubject(RegistryRequest request) {
    String subject = request.subject();
    return answer(
        log.update(
            state -> {
              CompatibilityLevel old =
                  state
                      .levelOf(subject)
                      .orElseThrow(() -> RegistryException.subjectNotFound(subject));
              return new Decision<>(old, List.of(new LevelRemoved(Optional.of(subject))));
            }));
  }

  private static Answer answer(CompatibilityLevel level) {
    return Answer.json(Map.of("compatibilityLevel", level));
  }
}
