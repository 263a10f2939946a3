package dev.tidemark.client.api.job;

/** Whether a job may register the schemas of what it writes. */
public enum Registering {
  /** They must be registered before it starts. */
  NEVER,
  /** What is not registered is, if the subject's compatibility level allows it. */
  COMPATIBLE
}
