package dev.tidemark.runtime.base;

import dev.tidemark.topology.stage.base.HeaderNames;

/**
 * The names of the headers of dead letters, late records, requeued records and corrected results.
 * All values are UTF-8 text. Kafka's own names where it has some (KIP-1034), so that other tools
 * understand them. Part of the interface: never rename one.
 */
public final class DeadLetterHeaders {

  /** The prefix of all of Kafka's names. */
  public static final String KAFKA = "__streams.errors.";

  /** The prefix of all of Tidemark's names. */
  public static final String OURS = HeaderNames.OURS;

  /** The class of the exception, or the cause where there was none. */
  public static final String EXCEPTION = KAFKA + "exception";

  /** One line. */
  public static final String MESSAGE = KAFKA + "message";

  /** Of the exception, if there was one; cut to 4 KB. */
  public static final String STACK_TRACE = KAFKA + "stacktrace";

  /** Where a dead letter was read. */
  public static final String TOPIC = KAFKA + "topic";

  /** Where a dead letter was read. */
  public static final String PARTITION = KAFKA + "partition";

  /** Where a dead letter was read; -1 of a window's result. */
  public static final String OFFSET = KAFKA + "offset";

  /** The name of the job. */
  public static final String JOB = OURS + "job";

  /** The application id of the run. */
  public static final String RUN = OURS + "run";

  /** The version of the job, where a node runs it. */
  public static final String VERSION = OURS + "version";

  /** The step that rejected it; of a window's first phase the window. */
  public static final String STEP = OURS + "step";

  /** Why, as one word. */
  public static final String CAUSE = OURS + "cause";

  /** How often it was tried. */
  public static final String ATTEMPTS = OURS + "attempts";

  /** Of the writer, where the bytes name one. */
  public static final String SCHEMA_ID = OURS + "schema.id";

  /** When it first failed. */
  public static final String FIRST_FAILURE = OURS + "first.failure";

  /** When it was rejected. */
  public static final String LAST_FAILURE = OURS + "last.failure";

  /** The event time, where it was known. */
  public static final String EVENT_TIME = OURS + "event.time";

  /** Epoch milliseconds of the source record. */
  public static final String SOURCE_TIMESTAMP = OURS + "source.timestamp";

  /** Where a late record was read. */
  public static final String SOURCE_TOPIC = OURS + "source.topic";

  /** Where a late record was read. */
  public static final String SOURCE_PARTITION = OURS + "source.partition";

  /** Where a late record was read. */
  public static final String SOURCE_OFFSET = OURS + "source.offset";

  /** By how much a late record is late. */
  public static final String LATE_BY_MS = OURS + "late.by.ms";

  /** The watermark that a late record is late by. */
  public static final String WATERMARK = OURS + "watermark";

  /** The window that a late record missed. */
  public static final String WINDOW_START = OURS + "window.start";

  /** The window that a late record missed. */
  public static final String WINDOW_END = OURS + "window.end";

  /** The prefix of all headers of a requeued record. */
  public static final String REQUEUE = HeaderNames.REQUEUE;

  /** How often the record has been requeued, this time included. */
  public static final String REQUEUE_ATTEMPT = REQUEUE + "attempt";

  /** {@code TOPIC/PARTITION/OFFSET} of the dead letter or late record. */
  public static final String REQUEUE_OF = REQUEUE + "of";

  /** The job whose dead letter or late record it was. */
  public static final String REQUEUE_JOB = HeaderNames.REQUEUE_JOB;

  /** The application id of the run whose dead letter or late record it was. */
  public static final String REQUEUE_RUN = HeaderNames.REQUEUE_RUN;

  /** {@code TOPIC/PARTITION/OFFSET} of the record that it is a copy of. */
  public static final String REQUEUE_SOURCE = HeaderNames.REQUEUE_SOURCE;

  /** {@link #CORRECT} if it may correct windows that are closed. */
  public static final String REQUEUE_CLOSED_WINDOW = HeaderNames.REQUEUE_CLOSED_WINDOW;

  /** The value of {@link #REQUEUE_CLOSED_WINDOW}. */
  public static final String CORRECT = HeaderNames.CORRECT;

  /** Of a corrected result: 1 for the first correction of its pane, and so on. */
  public static final String CORRECTION = HeaderNames.CORRECTION;

  private DeadLetterHeaders() {}
}
