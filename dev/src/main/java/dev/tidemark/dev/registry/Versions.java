package dev.tidemark.dev.registry;

import dev.tidemark.dev.registry.RegistryState.Filter;
import java.util.Optional;

/** Lookups of versions. */
final class Versions {
  private Versions() {}

  /**
   * The version of this number.
   *
   * @param number empty for the latest
   * @throws RegistryException 40401 if there is no such subject, 40402 if it has no such version
   */
  static SubjectVersion named(
      RegistryState state, String subject, Optional<Integer> number, Filter filter) {
    Optional<SubjectVersion> found =
        number.isPresent()
            ? state.version(subject, number.get(), filter)
            : state.latest(subject, filter);
    if (found.isEmpty() && !state.hasSubject(subject, filter)) {
      throw RegistryException.subjectNotFound(subject);
    }
    return found.orElseThrow(() -> RegistryException.versionNotFound(text(number)));
  }

  /** The newest version that holds this schema. */
  static Optional<SubjectVersion> find(
      RegistryState state, String subject, ParsedSchema wanted, Filter filter) {
    Optional<SubjectVersion> same =
        state
            .versions(subject, filter)
            .filter(version -> version.content().equals(wanted.content()))
            .reduce((older, newer) -> newer);
    if (same.isPresent() || !wanted.content().references().isEmpty()) {
      return same;
    }
    ParsedSchema.References references = ParsedSchema.in(state);
    return state
        .versions(subject, filter)
        .filter(version -> !version.content().references().isEmpty())
        .filter(version -> wanted.means(ParsedSchema.stored(version.content(), references)))
        .reduce((older, newer) -> newer);
  }

  /** A version's number as a path has it. */
  static String text(Optional<Integer> number) {
    return number.map(String::valueOf).orElse("latest");
  }
}
