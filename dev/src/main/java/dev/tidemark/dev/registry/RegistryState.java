package dev.tidemark.dev.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All that a registry knows: what its events add up to. It knows neither Kafka nor HTTP.
 *
 * <p>Not thread-safe: {@link SharedState} guards it.
 */
final class RegistryState implements RegistryEvent.Visitor<RegistryState> {
  static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.BACKWARD;

  private final NavigableMap<String, NavigableMap<Integer, SubjectVersion>> subjects =
      new TreeMap<>();
  private final Map<Integer, SortedSet<VersionKey>> versionsById = new HashMap<>();
  private final Map<SchemaContent, Integer> idsByContent = new HashMap<>();
  private final Map<String, CompatibilityLevel> levels = new HashMap<>();
  private Optional<CompatibilityLevel> globalLevel = Optional.empty();
  private int maxId;

  /** The versions that a query is about. */
  enum Filter {
    ACTIVE,
    ALL,
    DELETED;

    boolean accepts(SubjectVersion version) {
      return this == ALL || version.deleted() == (this == DELETED);
    }
  }

  private record VersionKey(String subject, int version) implements Comparable<VersionKey> {
    @Override
    public int compareTo(VersionKey other) {
      int bySubject = subject.compareTo(other.subject);
      return bySubject != 0 ? bySubject : Integer.compare(version, other.version);
    }
  }

  void apply(RegistryEvent event) {
    event.accept(this);
  }

  /** The subjects that have at least one such version, by name. */
  List<String> subjects(Filter filter) {
    return subjects.keySet().stream().filter(subject -> subjectMatches(subject, filter)).toList();
  }

  boolean hasSubject(String subject, Filter filter) {
    return versions(subject, filter).findAny().isPresent();
  }

  /** The versions of a subject, oldest first. */
  Stream<SubjectVersion> versions(String subject, Filter filter) {
    NavigableMap<Integer, SubjectVersion> versions = subjects.get(subject);
    return versions == null ? Stream.empty() : versions.values().stream().filter(filter::accepts);
  }

  Optional<SubjectVersion> version(String subject, int version, Filter filter) {
    NavigableMap<Integer, SubjectVersion> versions = subjects.get(subject);
    SubjectVersion found = versions == null ? null : versions.get(version);
    return Optional.ofNullable(found).filter(filter::accepts);
  }

  Optional<SubjectVersion> latest(String subject, Filter filter) {
    return versions(subject, filter).reduce((older, newer) -> newer);
  }

  /** Every place where the schema with this id is registered, deleted ones too. */
  List<SubjectVersion> versionsOf(int id) {
    return versionsById.getOrDefault(id, new TreeSet<>()).stream()
        .flatMap(key -> version(key.subject(), key.version(), Filter.ALL).stream())
        .toList();
  }

  Optional<Integer> idOf(SchemaContent content) {
    return Optional.ofNullable(idsByContent.get(content));
  }

  int nextId() {
    return maxId + 1;
  }

  int maxId() {
    return maxId;
  }

  int nextVersion(String subject) {
    return latest(subject, Filter.ALL).map(SubjectVersion::version).orElse(0) + 1;
  }

  /** The versions whose schema takes a type from this one. */
  List<SubjectVersion> referencing(String subject, int version, Filter filter) {
    return subjects.values().stream()
        .flatMap(versions -> versions.values().stream())
        .filter(filter::accepts)
        .filter(candidate -> refersTo(candidate, subject, version))
        .toList();
  }

  CompatibilityLevel globalLevel() {
    return globalLevel.orElse(DEFAULT_LEVEL);
  }

  Optional<CompatibilityLevel> levelOf(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  /** The subject's own level, or that of all. */
  CompatibilityLevel levelInScope(String subject) {
    return levelOf(subject).orElseGet(this::globalLevel);
  }

  @Override
  public RegistryState written(RegistryEvent.VersionWritten event) {
    SubjectVersion version = event.version();
    forget(version.subject(), version.version());
    subjects
        .computeIfAbsent(version.subject(), subject -> new TreeMap<>())
        .put(version.version(), version);
    versionsById
        .computeIfAbsent(version.id(), id -> new TreeSet<>())
        .add(new VersionKey(version.subject(), version.version()));
    idsByContent.put(version.content(), version.id());
    maxId = Math.max(maxId, version.id());
    return this;
  }

  @Override
  public RegistryState removed(RegistryEvent.VersionRemoved event) {
    forget(event.subject(), event.version());
    return this;
  }

  @Override
  public RegistryState subjectDeleted(RegistryEvent.SubjectDeleted event) {
    NavigableMap<Integer, SubjectVersion> versions = subjects.get(event.subject());
    if (versions != null) {
      versions.headMap(event.lastVersion(), true).replaceAll((n, version) -> version.asDeleted());
    }
    return this;
  }

  @Override
  public RegistryState levelSet(RegistryEvent.LevelSet event) {
    event
        .subject()
        .ifPresentOrElse(
            subject -> levels.put(subject, event.level()),
            () -> globalLevel = Optional.of(event.level()));
    return this;
  }

  @Override
  public RegistryState levelRemoved(RegistryEvent.LevelRemoved event) {
    event.subject().ifPresentOrElse(levels::remove, () -> globalLevel = Optional.empty());
    return this;
  }

  @Override
  public RegistryState idsUsed(RegistryEvent.IdsUsed event) {
    maxId = Math.max(maxId, event.maxId());
    return this;
  }

  private boolean subjectMatches(String subject, Filter filter) {
    // "Deleted" of a subject means that nothing of it is active.
    return filter == Filter.DELETED
        ? !hasSubject(subject, Filter.ACTIVE)
        : hasSubject(subject, filter);
  }

  private static boolean refersTo(SubjectVersion candidate, String subject, int version) {
    return candidate.content().references().stream()
        .anyMatch(
            reference -> reference.subject().equals(subject) && reference.version() == version);
  }

  private void forget(String subject, int version) {
    NavigableMap<Integer, SubjectVersion> versions = subjects.get(subject);
    SubjectVersion old = versions == null ? null : versions.remove(version);
    if (versions == null || old == null) {
      return;
    }
    if (versions.isEmpty()) {
      subjects.remove(subject);
    }
    SortedSet<VersionKey> places = versionsById.getOrDefault(old.id(), new TreeSet<>());
    places.remove(new VersionKey(subject, version));
    if (places.isEmpty()) {
      versionsById.remove(old.id());
      idsByContent.remove(old.content());
    }
  }
}
