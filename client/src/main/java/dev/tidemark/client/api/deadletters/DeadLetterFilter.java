package dev.tidemark.client.api.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A filter of dead letters or late records: those that match all that is stated.
 *
 * @param topic the topic where they lie, where a job has several late topics; null for all
 * @param step the node of the plan that rejected it
 * @param exception the class, by full or simple name
 * @param cause e.g. {@code FUNCTION_FAILED}, in any case
 * @param since last failed then or later
 * @param until last failed before
 * @param key the key of the record: its text, or its JSON
 * @param at one alone: {@code PARTITION:OFFSET} in the dead-letter or late topic
 * @param state null for open ones; {@code all} for all
 */
public record DeadLetterFilter(
    @Nullable String topic,
    @Nullable String step,
    @Nullable String exception,
    @Nullable String cause,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable String key,
    @Nullable String at,
    @Nullable String state) {
  /** All that are open. */
  public static final DeadLetterFilter OPEN =
      new DeadLetterFilter(null, null, null, null, null, null, null, null, null);
}
