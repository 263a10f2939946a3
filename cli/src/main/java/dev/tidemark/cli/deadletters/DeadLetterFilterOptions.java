package dev.tidemark.cli.deadletters;

import dev.tidemark.cli.terminal.TimeArgument;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The filter of dead letters or late records: those that match all stated options. */
final class DeadLetterFilterOptions {

  @Option(
      names = "--step",
      paramLabel = "STEP",
      order = 10,
      description = "Those of one step or window of the plan (see tidemark topology).")
  @Nullable String step;

  @Option(
      names = "--exception",
      paramLabel = "CLASS",
      order = 11,
      description = "Those of one exception, by full or simple name.")
  @Nullable String exception;

  @Option(
      names = "--cause",
      paramLabel = "CAUSE",
      order = 12,
      description = "Those of one cause, e.g. FUNCTION_FAILED.")
  @Nullable String cause;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      order = 13,
      description = "Those recorded then or later, e.g. 2h or 2026-11-20T10:00:00Z.")
  @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      order = 14,
      description = "Those recorded before.")
  @Nullable String until;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      order = 15,
      description = "Those with this key: its text, or its JSON.")
  @Nullable String key;

  @Option(
      names = "--at",
      paramLabel = "PARTITION:OFFSET",
      order = 16,
      description = "One alone, named as lists name it.")
  @Nullable String at;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      order = 17,
      description = "Those in one topic, where the job has several late topics.")
  @Nullable String topic;

  /**
   * As a node takes it.
   *
   * @param state null for those that are open
   */
  DeadLetterFilter filter(@Nullable String state) {
    return new DeadLetterFilter(
        topic,
        step,
        exception,
        cause,
        time("--since", since),
        time("--until", until),
        key,
        at,
        state);
  }

  private static @Nullable Instant time(String option, @Nullable String text) {
    return text == null ? null : new TimeArgument(Clock.systemUTC()).since(option, text);
  }
}
