package dev.tidemark.client.api.job;

/** A change of a job's desired state that needs no jar. */
public enum JobVerb {
  PAUSE,
  RESUME,
  STOP,
  /** Replaces the workers, also failed ones. */
  RESTART
}
