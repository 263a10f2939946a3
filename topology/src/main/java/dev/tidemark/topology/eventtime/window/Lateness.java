package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.eventtime.exchange.WatermarkGranularity;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.List;

/**
 * A window's shape with its allowed lateness, and what follows from both. Whether an element comes
 * too late is decided for each of its windows, where it was read, by the watermark that its own
 * partition had before it; never by a merged watermark, which depends on how partitions interleave.
 * The merged watermark is never ahead of it, so what is on time at the source is on time
 * everywhere.
 *
 * @param spec the shape
 * @param allowedMs how long a window stays open after it is complete
 */
public record Lateness(WindowSpec spec, long allowedMs) {

  /**
   * The windows of an element, in the order in which they close.
   *
   * @param open those that it is on time for
   * @param missed those that it is late for; all of them close before the open ones
   */
  public record Decision(List<PaneBounds> open, List<PaneBounds> missed) {}

  /**
   * Decides about an element.
   *
   * @param watermarkBefore the watermark of the element's partition before the element
   */
  public Decision decide(long timestamp, long watermarkBefore) {
    Watermark closed = closed(new Watermark(watermarkBefore));
    List<PaneBounds> windows = spec.windowsOf(timestamp);
    int first = 0;
    while (first < windows.size() && spec.isLate(windows.get(first), closed)) {
      first++;
    }
    if (first == 0) {
      return new Decision(windows, List.of());
    }
    return new Decision(windows.subList(first, windows.size()), windows.subList(0, first));
  }

  /** Returns whether a pane takes no more elements; see {@link WindowSpec#isLate}. */
  public boolean isLate(PaneBounds pane, Watermark watermark) {
    return spec.isLate(pane, closed(watermark));
  }

  /** Returns up to when windows are closed by a watermark. */
  public Watermark closed(Watermark watermark) {
    return watermark.minus(allowedMs);
  }

  /**
   * Returns how far the watermark must be beyond a pane's last millisecond for the pane to close.
   */
  public long closesAfterMs() {
    return allowedMs + spec.closesAfterMs();
  }

  /** Returns the watermarks that are worth sending to a reader that closes these windows. */
  public WatermarkGranularity cadence() {
    return sent -> {
      Watermark closed = closed(new Watermark(sent));
      return closed.equals(Watermark.NOTHING_YET)
          ? sent + 1
          : spec.nextClosing(closed).time() + allowedMs;
    };
  }

  /**
   * Returns the watermark of the results, just before the earliest result that may still come. A
   * function of which windows are complete and not of the merged watermark itself: writers send
   * only those watermarks that complete a window, and which of them they happen to send depends on
   * when they commit.
   */
  public Watermark ofResults(Watermark merged) {
    Watermark closed = closed(merged);
    return closed.equals(Watermark.NOTHING_YET)
        ? closed
        : spec.nextClosing(closed).minus(spec.closesAfterMs() + 1);
  }
}
