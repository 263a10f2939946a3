package dev.tidemark.topology.stage.base;

/**
 * The names of the headers that a stage itself reads or whose values it decides. All values are
 * UTF-8 text. They are on the topics of users and part of the interface: never rename one.
 */
public final class HeaderNames {

  /** The prefix of all of Tidemark's header names. */
  public static final String OURS = "tidemark.";

  /** The prefix of all headers of a requeued record. */
  public static final String REQUEUE = OURS + "requeue.";

  /** The job whose dead letter or late record it was. */
  public static final String REQUEUE_JOB = REQUEUE + "job";

  /** The application id of the run whose dead letter or late record it was. */
  public static final String REQUEUE_RUN = REQUEUE + "run";

  /** {@code TOPIC/PARTITION/OFFSET} of the record that it is a copy of. */
  public static final String REQUEUE_SOURCE = REQUEUE + "source";

  /** {@link #CORRECT} if it may correct windows that are closed. */
  public static final String REQUEUE_CLOSED_WINDOW = REQUEUE + "closed-window";

  /** The value of {@link #REQUEUE_CLOSED_WINDOW}. */
  public static final String CORRECT = "correct";

  /** Of a corrected result: 1 for the first correction of its pane, and so on. */
  public static final String CORRECTION = OURS + "correction";

  private HeaderNames() {}
}
