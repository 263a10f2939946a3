package dev.tidemark.topology.eventtime;

/**
 * Whether an element comes too late for its window. Decided where the element was read, by the
 * watermark that its own partition had before it; never by a merged watermark, which depends on how
 * partitions interleave. The merged watermark is never ahead of it, so what is on time at the
 * source is on time everywhere.
 */
public final class Lateness {

  private Lateness() {}

  /**
   * The tumbling rule: the window was already complete.
   *
   * @param windowEnd exclusive
   * @param watermarkBefore the watermark of the element's partition before the element
   */
  public static boolean isLateForTumbling(
      long windowEnd, long allowedLatenessMs, long watermarkBefore) {
    return windowEnd - 1 + allowedLatenessMs <= watermarkBefore;
  }

  /**
   * The session rule, which is strict: an older element could touch a session that has already
   * fired, and whether it does would depend on when that was.
   */
  public static boolean isLateForSession(
      long timestamp, long allowedLatenessMs, long watermarkBefore) {
    return timestamp + allowedLatenessMs <= watermarkBefore;
  }

  /** The rule of a window's shape. */
  public static boolean isLate(
      WindowSpec spec, long timestamp, long allowedLatenessMs, long watermarkBefore) {
    if (spec instanceof WindowSpec.Tumbling tumbling) {
      return isLateForTumbling(tumbling.endOf(timestamp), allowedLatenessMs, watermarkBefore);
    }
    return isLateForSession(timestamp, allowedLatenessMs, watermarkBefore);
  }
}
