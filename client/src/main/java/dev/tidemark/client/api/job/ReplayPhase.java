package dev.tidemark.client.api.job;

/** The progress of a replay. */
public enum ReplayPhase {
  /** It reads history, and continues with new records. */
  RUNNING,
  /** It is about to take the live job's place, and comes to an end first. */
  FREEZING,
  /** It has come to its end, and the live run comes to its own. */
  HANDING_OVER,
  /** The workers of both end; what they leave decides where they change places. */
  SWITCHING,
  /** It ends, and what it keeps in Kafka is being removed. */
  CANCELLING;

  /** Returns whether it is about to take the live job's place. */
  public boolean promotes() {
    return this == FREEZING || this == HANDING_OVER || this == SWITCHING;
  }
}
