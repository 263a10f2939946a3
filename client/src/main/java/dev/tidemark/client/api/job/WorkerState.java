package dev.tidemark.client.api.job;

/** The state of a worker (one job's JVM on one node). */
public enum WorkerState {
  /** The JVM starts, or joins the group. */
  STARTING,
  /** State is read back before the first record. */
  RESTORING,
  RUNNING,
  PAUSED,
  /** All that the run was to read is processed and committed. */
  COMPLETE,
  /** Commits and leaves the group. */
  STOPPING,
  /** Ended, and should be. */
  STOPPED,
  /** Ended, though it should not be; it is started again at {@code next_start_at}. */
  BACKING_OFF,
  /** Failed with an error that a retry can't fix; waits for {@code restart} or another jar. */
  FAILED
}
