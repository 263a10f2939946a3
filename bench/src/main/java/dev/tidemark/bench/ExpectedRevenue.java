package dev.tidemark.bench;

import dev.tidemark.bench.CanonicalInput.GeneratedOrder;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The right answer, computed from the generated orders without any engine: the paid orders of each
 * region in each window that the final watermark completes. That watermark is the highest over the
 * partitions of the partition's highest event time less the out-of-orderness, which is what stands
 * when every partition is known to have nothing more.
 *
 * <p>Instances belong to one thread; compute one for each partition and {@link #merge} them.
 */
final class ExpectedRevenue {
  private final CanonicalInput input;
  private final SortedMap<Long, long[]> ordersByEnd = new TreeMap<>();
  private final SortedMap<Long, long[]> centsByEnd = new TreeMap<>();
  private long highestEventTime = Long.MIN_VALUE;

  ExpectedRevenue(CanonicalInput input) {
    this.input = input;
  }

  void add(GeneratedOrder order) {
    highestEventTime = Math.max(highestEventTime, order.createdAt());
    if (!order.paid()) {
      return;
    }
    long end = Math.floorDiv(order.createdAt(), CanonicalInput.WINDOW_MS) + 1;
    int region = input.regionOf(order.user());
    row(ordersByEnd, end * CanonicalInput.WINDOW_MS)[region]++;
    row(centsByEnd, end * CanonicalInput.WINDOW_MS)[region] += order.amountCents();
  }

  void merge(ExpectedRevenue other) {
    highestEventTime = Math.max(highestEventTime, other.highestEventTime);
    addAll(ordersByEnd, other.ordersByEnd);
    addAll(centsByEnd, other.centsByEnd);
  }

  /** Epoch milliseconds up to which time is complete in the end. */
  long finalWatermark() {
    return highestEventTime - CanonicalInput.OUT_OF_ORDER_MS;
  }

  /** Returns whether a window that ends at {@code end} (exclusive) is complete in the end. */
  boolean completes(long end) {
    return end - 1 <= finalWatermark();
  }

  /** The panes of completed windows, by end of window and region. */
  SortedMap<Pane, Revenue> panes() {
    SortedMap<Pane, Revenue> panes = new TreeMap<>();
    ordersByEnd.forEach(
        (end, orders) -> {
          if (completes(end)) {
            addPanes(panes, end, orders);
          }
        });
    return Collections.unmodifiableSortedMap(panes);
  }

  private void addPanes(SortedMap<Pane, Revenue> panes, long end, long[] orders) {
    long[] cents = row(centsByEnd, end);
    for (int region = 0; region < orders.length; region++) {
      if (orders[region] > 0) {
        panes.put(
            new Pane(CanonicalInput.regionName(region), end - CanonicalInput.WINDOW_MS, end),
            new Revenue(cents[region], orders[region]));
      }
    }
  }

  private static long[] row(SortedMap<Long, long[]> rows, long end) {
    return rows.computeIfAbsent(end, unused -> new long[CanonicalInput.REGIONS]);
  }

  private static void addAll(SortedMap<Long, long[]> rows, SortedMap<Long, long[]> others) {
    others.forEach(
        (end, other) -> {
          long[] row = row(rows, end);
          for (int region = 0; region < row.length; region++) {
            row[region] += other[region];
          }
        });
  }
}
