package dev.tidemark.topology.operators;

import dev.tidemark.topology.eventtime.Origin;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be processed, with all that is needed to repair it.
 *
 * @param origin the record, its bytes untouched
 * @param step the node that failed
 * @param cause a {@link FailureCause} or {@code PoisonCause}
 * @param message one line for people
 * @param exceptionClass of the exception, if there was one
 * @param schemaId of the writer, if known
 */
public record DeadLetter(
    Origin origin,
    String step,
    String cause,
    String message,
    @Nullable String exceptionClass,
    OptionalInt schemaId) {
  /** Messages of exceptions may be long enough for the topic to refuse the dead letter. */
  private static final int MESSAGE_CHARS_MAX = 1_000;

  public DeadLetter {
    String line = message.replaceAll("\\R", " ");
    message =
        line.length() <= MESSAGE_CHARS_MAX ? line : line.substring(0, MESSAGE_CHARS_MAX) + "...";
  }

  static DeadLetter of(Origin origin, String step, FailureCause cause, String message) {
    return new DeadLetter(origin, step, cause.name(), message, null, OptionalInt.empty());
  }

  static DeadLetter of(Origin origin, String step, FailureCause cause, Throwable thrown) {
    String said = messageOf(thrown);
    String text = said == null ? "" : ": " + said;
    return new DeadLetter(
        origin,
        step,
        cause.name(),
        thrown.getClass().getSimpleName() + text,
        thrown.getClass().getName(),
        OptionalInt.empty());
  }

  /** The exceptions of a job are its code, too. */
  private static @Nullable String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException | StackOverflowError e) {
      return null;
    }
  }
}
