package dev.tidemark.client.api.job;

/** The state that the cluster aims at for a job. */
public enum DesiredState {
  /** Its workers process. */
  RUNNING,
  /** Its workers keep their tasks and state, and process nothing. */
  PAUSED,
  /** It has no workers; its offsets and state stay in Kafka. */
  STOPPED
}
