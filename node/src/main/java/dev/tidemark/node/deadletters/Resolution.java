package dev.tidemark.node.deadletters;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a dead letter or late record: the value of its record in the resolutions topic.
 *
 * @param state {@code requeued}, {@code discarded} or {@code quarantined}
 * @param by who decided
 * @param reason why, where it needs one
 * @param target where the copy was written, {@code TOPIC/PARTITION/OFFSET}
 * @param source what it is a copy of, {@code TOPIC/PARTITION/OFFSET}
 * @param run the run that rejected it; empty text if unknown
 * @param topicId of the topic that it is about; another topic of the same name has another
 */
record Resolution(
    String state,
    String by,
    Instant at,
    @Nullable String reason,
    @Nullable String target,
    @Nullable String source,
    String run,
    String topicId) {

  static Resolution of(
      DeadLetterState state, String by, Instant at, StoredDeadLetter letter, String topicId) {
    return new Resolution(
        state.name().toLowerCase(Locale.ROOT),
        by,
        at,
        null,
        null,
        letter.source().map(SourcePlace::text).orElse(null),
        letter.run().orElse(""),
        topicId);
  }

  Resolution because(String why) {
    return new Resolution(state, by, at, why, target, source, run, topicId);
  }

  Resolution writtenTo(String place) {
    return new Resolution(state, by, at, reason, place, source, run, topicId);
  }

  DeadLetterState letterState() {
    return DeadLetterState.valueOf(state.toUpperCase(Locale.ROOT));
  }

  DeadLetterView.Resolution view() {
    return new DeadLetterView.Resolution(letterState(), by, at, reason, target);
  }

  byte[] json() {
    try {
      return Json.mapper().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a resolution is not JSON", e);
    }
  }

  /** Empty for what no version of this has written. */
  static Optional<Resolution> parse(byte @Nullable [] json) {
    if (json == null) {
      return Optional.empty();
    }
    try {
      Resolution parsed = Json.mapper().readValue(json, Resolution.class);
      return parsed.isWhole() ? Optional.of(parsed) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("ConstantValue") // fields may be missing in what others wrote
  private boolean isWhole() {
    boolean known = state != null && state.matches("requeued|discarded|quarantined");
    return known && by != null && at != null && run != null && topicId != null;
  }
}
