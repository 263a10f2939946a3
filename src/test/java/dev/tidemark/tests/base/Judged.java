package dev.tidemark.tests.base;

import dev.tidemark.cli.demo.PartitionLedger;
import dev.tidemark.tests.orders.OrdersLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * A log of orders, each decided on as a job with a window must: by its own partition's earlier
 * orders alone, which are at most a second out of order.
 *
 * @param counted those that the window takes
 * @param late those that come too late for it
 * @param deadLetters those that can't be understood
 * @param ledger by partition
 * @param watermark the highest of all partitions, released when all are idle
 */
public record Judged(
    List<OrdersLog.Line> counted,
    Content late,
    Content deadLetters,
    List<PartitionLedger> ledger,
    long watermark) {

  private static final long OUT_OF_ORDER = 1_000;

  /** When an order is late. */
  public interface Lateness {
    boolean isLate(long time, long watermarkBefore);
  }

  /**
   * Decides.
   *
   * @param job names the topics of late orders and dead letters
   * @param keep what a filter leaves
   */
  public static Judged of(
      String job, List<OrdersLog.Line> log, Predicate<OrdersLog.Line> keep, Lateness lateness) {
    long[] highest = new long[OrdersLog.PARTITIONS];
    long[][] counts = new long[OrdersLog.PARTITIONS][4];
    List<OrdersLog.Line> counted = new ArrayList<>();
    Content.Builder late = new Content.Builder(job + "-late");
    Content.Builder dead = new Content.Builder(job + "-dead-letters");
    for (OrdersLog.Line line : log) {
      int partition = line.partition();
      if (line.isBroken()) {
        counts[partition][2]++;
        dead.add(partition, line.entry());
        continue;
      }
      long watermark = highest[partition] - OUT_OF_ORDER;
      highest[partition] = Math.max(highest[partition], line.time());
      if (!keep.test(line)) {
        counts[partition][0]++;
      } else if (lateness.isLate(line.time(), watermark)) {
        counts[partition][1]++;
        late.add(partition, line.entry());
      } else {
        counts[partition][3]++;
        counted.add(line);
      }
    }
    long released = Arrays.stream(highest).max().orElseThrow() - OUT_OF_ORDER;
    return new Judged(counted, late.build(), dead.build(), rows(counts), released);
  }

  private static List<PartitionLedger> rows(long[][] counts) {
    List<PartitionLedger> rows = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      long[] row = counts[i];
      long read = Arrays.stream(row).sum();
      rows.add(new PartitionLedger(i, read, row[0], row[1], row[2], row[3]));
    }
    return rows;
  }
}
