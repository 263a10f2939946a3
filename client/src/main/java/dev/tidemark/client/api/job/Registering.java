package dev.tidemark.client.api.job;

/** The permission of a job to register the schemas of its outputs. */
public enum Registering {
  /** They must be registered before it starts. */
  NEVER,
  /** Unregistered schemas are registered if the subject's compatibility level allows it. */
  COMPATIBLE
}
