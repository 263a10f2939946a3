package dev.tidemark.topology.eventtime.exchange;

/**
 * Which watermarks are worth telling: only those that can close something that the one before could
 * not.
 */
public interface WatermarkGranularity {

  /** The first watermark after one that was told that can close more. */
  long next(long told);

  /** For readers that may need every watermark. */
  static WatermarkGranularity every() {
    return told -> told + 1;
  }
}
