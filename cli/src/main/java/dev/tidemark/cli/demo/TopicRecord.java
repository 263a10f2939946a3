package dev.tidemark.cli.demo;

import java.time.Instant;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * One decoded record of a topic.
 *
 * @param partition its partition
 * @param offset its offset there
 * @param key its key; {@code null} for none
 * @param time its timestamp
 * @param value its value, as its writer's schema describes it
 */
public record TopicRecord(
    int partition, long offset, @Nullable String key, Instant time, GenericRecord value) {

  /** This record in the form in which it is compared. */
  public Answer answer() {
    return new Answer(key, time, JsonLines.line(value));
  }
}
