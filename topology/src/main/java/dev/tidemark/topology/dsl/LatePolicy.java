package dev.tidemark.topology.dsl;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What a window does about late events. */
record LatePolicy(Duration allowed, Optional<String> topic) {
  static final LatePolicy NONE = new LatePolicy(Duration.ZERO, Optional.empty());

  LatePolicy allowing(Duration duration) {
    return new LatePolicy(
        Objects.requireNonNull(duration, "allowedLateness: the duration is null"), topic);
  }

  LatePolicy to(String lateTopic) {
    return new LatePolicy(
        allowed, Optional.of(Objects.requireNonNull(lateTopic, "lateTo: the topic is null")));
  }
}
