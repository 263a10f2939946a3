package dev.tidemark.client.api.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter or late record.
 *
 * @param topic where it lies
 * @param partition where it lies; with the offset its name
 * @param step the node of the plan that rejected it; of a late record the window
 * @param cause e.g. {@code FUNCTION_FAILED}; of a late record {@code LATE}
 * @param exception the class of the exception; null without one
 * @param message one line
 * @param source the record that it was; null of a window's result, which has none
 * @param eventTime of the record, where it was known
 * @param firstFailedAt when it first failed
 * @param failedAt when it was rejected
 * @param attempts how often it was tried before it was rejected
 * @param requeueAttempt how often its record has been requeued; 0 for never
 * @param run the application id of the run that rejected it; null where it is not noted
 * @param schemaId of the writer; null where the bytes name none
 * @param keyBytes its size
 * @param valueBytes its size
 * @param key as JSON, for people
 * @param value likewise; null where only a list is asked for
 * @param valueForm how the value was read: {@code avro SCHEMA-ID}, {@code text}, {@code base64}, or
 *     why the schema could not be used
 * @param resolution null while it is open
 * @param headers all of them, as text; null where only a list is asked for
 */
public record DeadLetterView(
    String topic,
    int partition,
    long offset,
    DeadLetterState state,
    String step,
    String cause,
    @Nullable String exception,
    String message,
    @Nullable Source source,
    @Nullable Instant eventTime,
    @Nullable Instant firstFailedAt,
    Instant failedAt,
    int attempts,
    int requeueAttempt,
    @Nullable String run,
    @Nullable Integer schemaId,
    int keyBytes,
    int valueBytes,
    JsonNode key,
    @Nullable JsonNode value,
    @Nullable String valueForm,
    @Nullable Resolution resolution,
    @Nullable Map<String, String> headers) {

  /** The position where the record was read. */
  public record Source(String topic, int partition, long offset, Instant timestamp) {}

  /**
   * The outcome of a dead letter or late record.
   *
   * @param by who decided
   * @param reason why, of a discarded or quarantined one
   * @param target where its record was written: {@code TOPIC/PARTITION/OFFSET}
   */
  public record Resolution(
      DeadLetterState state,
      String by,
      Instant at,
      @Nullable String reason,
      @Nullable String target) {}
}
