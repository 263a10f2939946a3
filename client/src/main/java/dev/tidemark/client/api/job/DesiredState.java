package dev.tidemark.client.api.job;

/** What the cluster should make of a job. */
public enum DesiredState {
  /** Its workers process. */
  RUNNING,
  /** Its workers keep their tasks and state, and process nothing. */
  PAUSED,
  /** It has no workers; its offsets and state stay in Kafka. */
  STOPPED
}
