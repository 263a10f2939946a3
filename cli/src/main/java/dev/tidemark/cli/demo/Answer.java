package dev.tidemark.cli.demo;

import dev.tidemark.schemas.QuakeSequence;
import dev.tidemark.schemas.StateDelays;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record of an output topic in the form in which what came is compared with what was expected:
 * key, timestamp and all fields of the value.
 *
 * @param key the key of the Kafka record
 * @param time the timestamp of the Kafka record
 * @param json the value as {@link JsonLines} writes it
 */
public record Answer(@Nullable String key, Instant time, String json) {

  /**
   * A day's delays as they must stand in the topic: the timestamp is the last instant of the
   * window.
   */
  public static Answer of(StateDelays delays) {
    return new Answer(
        delays.getState(), delays.getWindowEnd().minusMillis(1), JsonLines.line(delays));
  }

  /** A sequence as it must stand in the topic: the timestamp is its last earthquake's. */
  public static Answer of(QuakeSequence sequence) {
    return new Answer(sequence.getRegion(), sequence.getLastQuake(), JsonLines.line(sequence));
  }

  /** A late event as it must stand in its topic: as it came. */
  public static Answer ofLate(SourceEvent<? extends SpecificRecord> event) {
    return new Answer(event.key(), event.time(), JsonLines.line(event.value()));
  }

  @Override
  public String toString() {
    return key + " at " + time + ": " + json;
  }
}
