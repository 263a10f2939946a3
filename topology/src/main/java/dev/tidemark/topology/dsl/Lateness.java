package dev.tidemark.topology.dsl;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What a window does about late events. */
record Lateness(Duration allowed, Optional<String> topic) {
  static final Lateness NONE = new Lateness(Duration.ZERO, Optional.empty());

  Lateness allowing(Duration duration) {
    return new Lateness(
        Objects.requireNonNull(duration, "allowedLateness: the duration is null"), topic);
  }

  Lateness to(String lateTopic) {
    return new Lateness(
        allowed, Optional.of(Objects.requireNonNull(lateTopic, "lateTo: the topic is null")));
  }
}
