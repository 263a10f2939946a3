package dev.tidemark.topology.eventtime.time;

/**
 * The progress of event time on one channel.
 *
 * <p><b>The convention.</b> {@code Watermark(t)} promises that no element with timestamp ≤ {@code
 * t} follows on this channel. Therefore a window {@code [start, end)} is complete when {@code end -
 * 1 <= t}. A source partition's watermark is the highest event time read from it, less the declared
 * out-of-orderness.
 *
 * <p>The idea is MillWheel's low watermark (Akidau et al., VLDB 2013), carried in band as in Flink
 * (Begoli et al., VLDB 2021).
 *
 * @param time epoch milliseconds
 */
public record Watermark(long time) implements Comparable<Watermark> {

  /** The watermark of a channel that has promised nothing yet. */
  public static final Watermark NOTHING_YET = new Watermark(Long.MIN_VALUE);

  /** Returns whether every window that ends at {@code end} (exclusive) has all its elements. */
  public boolean completes(long end) {
    return end - 1 <= time;
  }

  /** Returns the later of two watermarks. */
  public Watermark max(Watermark other) {
    return time >= other.time ? this : other;
  }

  /** Returns this watermark less some milliseconds; {@link #NOTHING_YET} stays as it is. */
  public Watermark minus(long millis) {
    return time < Long.MIN_VALUE + millis ? NOTHING_YET : new Watermark(time - millis);
  }

  @Override
  public int compareTo(Watermark other) {
    return Long.compare(time, other.time);
  }
}
