package dev.tidemark.topology.eventtime;

/** Whether a channel holds the merged watermark back. */
public enum Activity {
  /** Events are expected: the channel's watermark counts. */
  ACTIVE,
  /** Proved to have nothing more for now: the others need not wait for it. */
  IDLE
}
