package dev.tidemark.topology.eventtime.exchange;

/** Status of a channel: it decides whether the merged watermark waits for the channel. */
public enum ChannelStatus {
  /** Events are expected: the channel's watermark counts. */
  ACTIVE,
  /** Proved to have nothing more for now: the other channels need not wait for it. */
  IDLE,

  /**
   * All input of the channel is idle, so it has reported all that it has; its watermark counts. The
   * other channels still wait for it: it reads the same input as they do, only later, and what ends
   * the idleness may have reached them already.
   */
  QUIET
}
