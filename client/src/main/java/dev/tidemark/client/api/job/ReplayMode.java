package dev.tidemark.client.api.job;

/** Where a replay writes to. */
public enum ReplayMode {
  /** To topics of its own, beside the live job. */
  SHADOW,
  /** To the job's topics, in the place of the run before. */
  IN_PLACE
}
