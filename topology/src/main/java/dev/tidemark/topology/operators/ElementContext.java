package dev.tidemark.topology.operators;

import dev.tidemark.topology.eventtime.Origin;
import dev.tidemark.topology.eventtime.Watermark;
import java.util.OptionalLong;

/**
 * What is known of the element on its way. One instance for each pipeline, overwritten for each
 * element.
 */
final class ElementContext {

  /** Its event time. */
  long timestamp;

  /** The watermark that its own partition had before it. */
  long watermarkBefore = Watermark.NOTHING_YET.time();

  /**
   * Whether its partition has come back from being idle, so that readers may have gone on without
   * it.
   */
  boolean woken;

  /** Where it came from. */
  Origin origin = new Origin("", 0, -1, 0, null, null);

  private boolean dated;

  /** Its event time, as far as it is known. */
  OptionalLong eventTime() {
    return dated ? OptionalLong.of(timestamp) : OptionalLong.empty();
  }

  /** An element whose event time is known. */
  void set(long newTimestamp, long newWatermarkBefore, boolean isWoken, Origin newOrigin) {
    timestamp = newTimestamp;
    watermarkBefore = newWatermarkBefore;
    woken = isWoken;
    origin = newOrigin;
    dated = true;
  }

  /** A record whose event time is not known, or not yet. */
  void setUndated(long newTimestamp, long newWatermarkBefore, boolean isWoken, Origin newOrigin) {
    set(newTimestamp, newWatermarkBefore, isWoken, newOrigin);
    dated = false;
  }

  void date(long eventTime) {
    timestamp = eventTime;
    dated = true;
  }
}
