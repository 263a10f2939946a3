package dev.tidemark.dev.registry;

import java.util.Optional;

/** An event in a registry. Applying the same events in the same order gives the same state. */
sealed interface RegistryEvent {

  <R> R accept(Visitor<R> visitor);

  /** One case for each event; no default, so that a new event is met everywhere. */
  interface Visitor<R> {
    R written(VersionWritten event);

    R removed(VersionRemoved event);

    R subjectDeleted(SubjectDeleted event);

    R levelSet(LevelSet event);

    R levelRemoved(LevelRemoved event);

    R idsUsed(IdsUsed event);
  }

  /** A version was registered, deleted softly or restored. */
  record VersionWritten(SubjectVersion version) implements RegistryEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.written(this);
    }
  }

  /** A version was deleted permanently. */
  record VersionRemoved(String subject, int version) implements RegistryEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.removed(this);
    }
  }

  /**
   * All versions of a subject up to this one were deleted softly. Other registries write it; this
   * one only reads it.
   */
  record SubjectDeleted(String subject, int lastVersion) implements RegistryEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.subjectDeleted(this);
    }
  }

  /** A compatibility level was set, of a subject or, without one, of all. */
  record LevelSet(Optional<String> subject, CompatibilityLevel level) implements RegistryEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.levelSet(this);
    }
  }

  /** A compatibility level is the default again. */
  record LevelRemoved(Optional<String> subject) implements RegistryEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.levelRemoved(this);
    }
  }

  /**
   * Ids up to this one were given out, even if the schemas that had them are gone: clients cache an
   * id without limit.
   */
  record IdsUsed(int maxId) implements RegistryEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.idsUsed(this);
    }
  }
}
