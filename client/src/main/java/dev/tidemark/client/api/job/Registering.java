package dev.tidemark.client.api.job;

/** The permission of a job to register the schemas of its outputs. */
public enum Registering {
  /** They must be registered before it starts. */
  NEVER,
  /** What is not registered is, if the subject's compatibility level allows it. */
  COMPATIBLE
}
