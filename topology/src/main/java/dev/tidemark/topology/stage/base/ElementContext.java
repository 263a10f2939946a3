package dev.tidemark.topology.stage.base;

import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.OptionalLong;

/**
 * The context of the element that is being processed. One instance for each pipeline, overwritten
 * for each element.
 */
public final class ElementContext {

  /** Its event time. */
  public long timestamp;

  /** The watermark that its own partition had before it. */
  public long watermarkBefore = Watermark.NOTHING_YET.time();

  /**
   * Whether its partition has come back from being idle, so that readers may have continued without
   * it.
   */
  public boolean woken;

  /** The source record that it came from. */
  public SourceRecord origin = new SourceRecord("", 0, -1, 0, null, null);

  private boolean dated;

  /** Its event time, as far as it is known. */
  public OptionalLong eventTime() {
    return dated ? OptionalLong.of(timestamp) : OptionalLong.empty();
  }

  /** An element whose event time is known. */
  public void set(
      long newTimestamp, long newWatermarkBefore, boolean isWoken, SourceRecord newOrigin) {
    timestamp = newTimestamp;
    watermarkBefore = newWatermarkBefore;
    woken = isWoken;
    origin = newOrigin;
    dated = true;
  }

  /** A record whose event time is not known, or not yet. */
  public void setUndated(
      long newTimestamp, long newWatermarkBefore, boolean isWoken, SourceRecord newOrigin) {
    set(newTimestamp, newWatermarkBefore, isWoken, newOrigin);
    dated = false;
  }

  public void date(long eventTime) {
    timestamp = eventTime;
    dated = true;
  }
}
