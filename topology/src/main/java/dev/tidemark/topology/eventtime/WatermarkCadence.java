package dev.tidemark.topology.eventtime;

/**
 * Which watermarks are worth telling: only those that can close something that the one before could
 * not.
 */
public interface WatermarkCadence {

  /** The first watermark after one that was told that can close more. */
  long next(long told);

  /** For readers that may need every watermark. */
  static WatermarkCadence every() {
    return told -> told + 1;
  }
}
