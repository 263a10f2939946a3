package dev.tidemark.topology.eventtime.exchange;

/** Whether a channel holds the merged watermark back. */
public enum ChannelStatus {
  /** Events are expected: the channel's watermark counts. */
  ACTIVE,
  /** Proved to have nothing more for now: the others need not wait for it. */
  IDLE,

  /**
   * All that the channel itself hears from is idle, so it has told all it knows; its watermark
   * counts. The others still wait for it: it hears the same as they do, only later, and what wakes
   * up may have reached them already.
   */
  QUIET
}
