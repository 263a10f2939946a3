package dev.tidemark.topology.eventtime;

/**
 * Which watermarks are worth telling: only those that can close something that the one before could
 * not.
 */
public interface WatermarkCadence {

  /** A number that grows exactly when a watermark can close more. */
  long step(long watermark);

  /** For readers that may need every watermark. */
  static WatermarkCadence every() {
    return watermark -> watermark;
  }

  /** For readers that close the windows of one spec. */
  static WatermarkCadence of(WindowSpec spec, long allowedLatenessMs) {
    if (spec instanceof WindowSpec.Tumbling tumbling) {
      return watermark -> Math.floorDiv(watermark + 1 - allowedLatenessMs, tumbling.sizeMs());
    }
    return every();
  }
}
