package dev.tidemark.client.api.deadletters;

/** What has become of a dead letter or late record. All but {@link #OPEN} is final. */
public enum DeadLetterState {
  /** Nothing yet. */
  OPEN,
  /** Its record was written to its source topic again. */
  REQUEUED,
  /** Somebody has given it up, and said why. */
  DISCARDED,
  /** It failed again after so many requeues that it is left alone. */
  QUARANTINED
}
