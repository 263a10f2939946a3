package dev.tidemark.topology.eventtime.exchange;

/**
 * Selects the watermarks worth sending: only those that can close something that the one before
 * could not.
 */
public interface WatermarkGranularity {

  /** Returns the first watermark after one that was sent that can close more. */
  long next(long told);

  /** For readers that may need every watermark. */
  static WatermarkGranularity every() {
    return told -> told + 1;
  }
}
