package dev.tidemark.topology.stage.base;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The reason why an element could not be processed.
 *
 * @param cause a {@link FailureCause} or {@code PoisonCause}
 * @param message one line for people
 * @param thrown by a function of the job, if one did
 * @param schemaId of the writer, if known
 */
public record Failure(
    String cause, String message, @Nullable Throwable thrown, OptionalInt schemaId) {

  /** The package whose frames are those of the engine below a job's function. */
  private static final String CALLERS = "at dev.tidemark.topology.stage.";

  public static Failure of(FailureCause cause, String message) {
    return new Failure(cause.name(), message, null, OptionalInt.empty());
  }

  public static Failure of(FailureCause cause, Throwable thrown) {
    Throwable survived = UserFunctionErrors.survivable(thrown);
    String said = messageOf(survived);
    String text = said == null ? "" : ": " + said;
    return new Failure(
        cause.name(), survived.getClass().getSimpleName() + text, survived, OptionalInt.empty());
  }

  public static Failure poison(String cause, String message, OptionalInt schemaId) {
    return new Failure(cause, message, null, schemaId);
  }

  @Nullable
  public String exceptionClass() {
    return thrown == null ? null : thrown.getClass().getName();
  }

  /** Returns the exception and its causes, down to the function of the job that was called. */
  @Nullable
  public String stackTrace() {
    if (thrown == null) {
      return null;
    }
    StringWriter text = new StringWriter();
    try {
      thrown.printStackTrace(new PrintWriter(text));
    } catch (RuntimeException | StackOverflowError e) {
      text.write("(it can't be printed: " + e.getClass().getName() + ")");
    }
    String trace = withoutCallers(text.toString());
    return trace.length() <= DeadLetter.STACK_TRACE_CHARS_MAX
        ? trace
        : trace.substring(0, DeadLetter.STACK_TRACE_CHARS_MAX);
  }

  /**
   * Removes the frames of the callers of the function: they are the same each time, and most of the
   * bytes.
   */
  private static String withoutCallers(String trace) {
    StringBuilder kept = new StringBuilder();
    boolean below = false;
    for (String line : trace.split("\\R")) {
      boolean isFrame = line.startsWith("\t") && line.stripLeading().startsWith("at ");
      below = isFrame && (below || line.contains(CALLERS));
      if (!below) {
        kept.append(line).append('\n');
      }
    }
    return kept.toString();
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
