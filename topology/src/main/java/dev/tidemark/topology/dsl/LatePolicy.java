package dev.tidemark.topology.dsl;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The handling of a window's late events. */
record LatePolicy(Duration allowed, Optional<String> topic, Optional<Duration> correctable) {
  static final LatePolicy NONE = new LatePolicy(Duration.ZERO, Optional.empty(), Optional.empty());

  LatePolicy allowing(Duration duration) {
    return new LatePolicy(
        Objects.requireNonNull(duration, "allowedLateness: the duration is null"),
        topic,
        correctable);
  }

  LatePolicy to(String lateTopic) {
    return new LatePolicy(
        allowed,
        Optional.of(Objects.requireNonNull(lateTopic, "lateTo: the topic is null")),
        correctable);
  }

  LatePolicy correctableFor(Duration duration) {
    return new LatePolicy(
        allowed,
        topic,
        Optional.of(Objects.requireNonNull(duration, "correctableFor: the duration is null")));
  }
}
