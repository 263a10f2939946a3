package dev.tidemark.client.api.deadletters;

/** The state of a dead letter or late record. All but {@link #OPEN} is final. */
public enum DeadLetterState {
  /** Nothing yet. */
  OPEN,
  /** Its record was written to its source topic again. */
  REQUEUED,
  /** Discarded by a client, with a reason. */
  DISCARDED,
  /** It failed again after so many requeues that it is left alone. */
  QUARANTINED
}
