package dev.tidemark.bench;

import java.util.Comparator;

/**
 * One region's share of one window.
 *
 * @param region the name of the region
 * @param windowStart epoch milliseconds, the first inside
 * @param windowEnd epoch milliseconds, the first after it
 */
record Pane(String region, long windowStart, long windowEnd) implements Comparable<Pane> {
  private static final Comparator<Pane> BY_END_THEN_REGION =
      Comparator.comparingLong(Pane::windowEnd)
          .thenComparing(Pane::region)
          .thenComparingLong(Pane::windowStart);

  @Override
  public int compareTo(Pane other) {
    return BY_END_THEN_REGION.compare(this, other);
  }
}
