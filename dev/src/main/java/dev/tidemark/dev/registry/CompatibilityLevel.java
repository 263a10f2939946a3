package dev.tidemark.dev.registry;

import java.util.Arrays;
import java.util.Optional;

/** The earlier versions that a new schema must agree with, and the direction. */
enum CompatibilityLevel {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean readsOld;
  private final boolean readByOld;
  private final boolean transitive;

  CompatibilityLevel(boolean readsOld, boolean readByOld, boolean transitive) {
    this.readsOld = readsOld;
    this.readByOld = readByOld;
    this.transitive = transitive;
  }

  /** The level of this name, in any case. */
  static Optional<CompatibilityLevel> named(String name) {
    return Arrays.stream(values()).filter(level -> level.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Returns whether the new schema must read what earlier ones wrote. */
  boolean readsOld() {
    return readsOld;
  }

  /** Returns whether earlier schemas must read what the new one writes. */
  boolean readByOld() {
    return readByOld;
  }

  /** Returns whether all earlier versions count, and not the latest alone. */
  boolean transitive() {
    return transitive;
  }
}
