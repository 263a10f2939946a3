package dev.tidemark.node.supervisor;

import java.util.function.LongSupplier;

/**
 * How much of a log may be kept: so much at once, so much a second in the long run. Once it is
 * spent, it opens again only when a tenth of a burst is there: lines are kept in runs, not one by
 * one between notes of what was dropped. Thread-safe.
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

  /** What was dropped. */
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

  /** What was dropped since it was asked last. */
  synchronized Dropped takeDropped() {
    Dropped dropped = new Dropped(droppedLines, droppedBytes);
    droppedLines = 0;
    droppedBytes = 0;
    return dropped;
  }
}
