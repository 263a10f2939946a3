package dev.tidemark.client.api.job;

/** The state of a job: the sum of the states of its workers on all nodes. */
public enum JobState {
  /** Wanted, but no worker runs yet. */
  STARTING,
  /** At least one worker restores state, none processes. */
  RESTORING,
  /** Every worker that should process does. */
  RUNNING,
  /** All that its run was to read is processed and committed. */
  COMPLETE,
  /** Some workers process, others are backing off, failed or starting. */
  DEGRADED,
  /** Held up by an outage, e.g. of the registry; continues automatically. */
  WAITING,
  PAUSED,
  STOPPING,
  STOPPED,
  /** No worker processes, and at least one has failed or is backing off. */
  FAILED
}
