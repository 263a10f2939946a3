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

  static DeadLetter of(Origin origin, String step, FailureCause cause, String message) {
    return new DeadLetter(origin, step, cause.name(), message, null, OptionalInt.empty());
  }

  static DeadLetter of(Origin origin, String step, FailureCause cause, Throwable thrown) {
    String text = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
    return new DeadLetter(
        origin,
        step,
        cause.name(),
        thrown.getClass().getSimpleName() + text,
        thrown.getClass().getName(),
        OptionalInt.empty());
  }
}
