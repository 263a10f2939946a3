package dev.tidemark.topology.stage.base;

import dev.tidemark.topology.eventtime.time.SourceRecord;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be processed, with all that is needed to repair it.
 *
 * @param origin the record, its bytes untouched
 * @param step the node that failed; of a window's first phase the window
 * @param cause a {@link FailureCause} or {@code PoisonCause}
 * @param message one line for people
 * @param exceptionClass of the exception, if there was one
 * @param stackTrace of the exception, if there was one; {@value #STACK_TRACE_CHARS_MAX} characters
 *     at most
 * @param schemaId of the writer, if known
 * @param eventTime epoch milliseconds, if it was known
 * @param attempts how often it was tried, and when
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record DeadLetter(
    SourceRecord origin,
    String step,
    String cause,
    String message,
    @Nullable String exceptionClass,
    @Nullable String stackTrace,
    OptionalInt schemaId,
    OptionalLong eventTime,
    Attempts attempts) {
  /** Messages of exceptions may be long enough for the topic to refuse the dead letter. */
  private static final int MESSAGE_CHARS_MAX = 1_000;

  /** So may stack traces; the most informative frames come first. */
  public static final int STACK_TRACE_CHARS_MAX = 4_000;

  public DeadLetter {
    String line = message.replaceAll("\\R", " ");
    message =
        line.length() <= MESSAGE_CHARS_MAX ? line : line.substring(0, MESSAGE_CHARS_MAX) + "...";
  }

  /**
   * The number of attempts of an element, and their times.
   *
   * @param count 1 for an element that was rejected at its first failure
   * @param firstMs when it failed first, epoch milliseconds
   * @param lastMs when it was rejected
   */
  public record Attempts(int count, long firstMs, long lastMs) {}
}
