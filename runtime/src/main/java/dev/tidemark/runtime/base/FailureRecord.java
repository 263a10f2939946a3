package dev.tidemark.runtime.base;

import java.time.Instant;

/**
 * Something that went wrong in a run, whether it ended the run or was resolved automatically. Equal
 * ones are counted.
 *
 * @param at when it was last met
 * @param thread the name of the thread that met it last
 * @param count how often it was met since the run was prepared
 * @param summary its class and message, one line
 * @param stackTrace with its causes, cut after {@link #STACK_TRACE_CHARS_MAX} characters
 */
public record FailureRecord(
    Instant at, String thread, long count, String summary, String stackTrace) {
  /** Where a stack trace is cut. */
  public static final int STACK_TRACE_CHARS_MAX = 8_000;
}
