package dev.tidemark.node.supervisor;

import java.util.function.LongSupplier;

/**
 * Limits the rate of a log: a burst at once, and an amount per second in the long run. Once the
 * budget is spent, it opens again only when a tenth of a burst is available: lines are kept in
 * runs, not one by one between notes about dropped lines. Thread-safe.
 */
final class LogBudget {
  private static final double NANOS = 1e9;

  private final long bytesPerSecond;
  private final long burstBytes;
  private final LongSupplier nanos;
  private double left;
  private long filledAt;
  private boolean open = true;
  private long droppedLines;
  private long droppedBytes;

  LogBudget(long bytesPerSecond, long burstBytes, LongSupplier nanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.burstBytes = burstBytes;
    this.nanos = nanos;
    this.left = burstBytes;
    this.filledAt = nanos.getAsLong();
  }

  /** The dropped lines and bytes. */
  record Dropped(long lines, long bytes) {}

  long bytesPerSecond() {
    return bytesPerSecond;
  }

  synchronized boolean isOpen() {
    long now = nanos.getAsLong();
    left = Math.min(burstBytes, left + (now - filledAt) / NANOS * bytesPerSecond);
    filledAt = now;
    open = open ? left > 0 : left >= burstBytes / 10.0;
    return open;
  }

  synchronized void spend(long bytes) {
    left -= bytes;
  }

  synchronized void dropped(long bytes) {
    droppedLines++;
    droppedBytes += bytes;
  }

  /** Returns what was dropped since the last call. */
  synchronized Dropped takeDropped() {
    Dropped dropped = new Dropped(droppedLines, droppedBytes);
    droppedLines = 0;
    droppedBytes = 0;
    return dropped;
  }
}
