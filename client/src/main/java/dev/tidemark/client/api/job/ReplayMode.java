package dev.tidemark.client.api.job;

/** The kind of outputs that a replay writes. */
public enum ReplayMode {
  /** To topics of its own, beside the live job. */
  SHADOW,
  /** To the job's topics, in the place of the run before. */
  IN_PLACE
}
