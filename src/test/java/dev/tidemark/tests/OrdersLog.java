package dev.tidemark.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Generated orders, the same for the same seed: {@code time,region,amount,id}. Most are at most a
 * second out of order within their partition, some are later; a few can't be understood.
 */
final class OrdersLog {

  static final int PARTITIONS = 4;
  static final int REGIONS = 20;
  static final long BEGIN = 1_000_000_000_000L;

  private OrdersLog() {}

  /**
   * One order as it is published.
   *
   * @param partition where it stands
   * @param time its event time
   * @param text its value
   */
  record Line(int partition, long time, String key, String text) {
    TestKafka.Message message(String topic) {
      return TestKafka.Message.text(topic, partition, time, key, text);
    }

    boolean isBroken() {
      return text.startsWith("broken");
    }

    String region() {
      return text.split(",", -1)[1];
    }

    long amount() {
      return Long.parseLong(text.split(",", -1)[2]);
    }

    Content.Entry entry() {
      return new Content.Entry(key, time, text);
    }
  }

  /**
   * How a log is made.
   *
   * @param begin about the first event time
   * @param millisPerOrder how much later each order is than the one before, but for the disorder
   */
  record Shape(long seed, int count, long begin, long millisPerOrder) {}

  /** The orders in the order of publication; partitions progress side by side, but not evenly. */
  static List<Line> generate(Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.seed());
    long[] lag = new long[PARTITIONS];
    for (int i = 0; i < lag.length; i++) {
      lag[i] = random.nextLong(3_000);
    }
    List<Line> lines = new ArrayList<>(shape.count());
    for (int i = 0; i < shape.count(); i++) {
      int partition = random.nextInt(PARTITIONS);
      long behind = random.nextInt(100) < 97 ? random.nextLong(1_000) : random.nextLong(6_000);
      long time = shape.begin() + 10_000 + i * shape.millisPerOrder() - lag[partition] - behind;
      String region = "r" + random.nextInt(REGIONS);
      String text =
          random.nextInt(500) == 0
              ? "broken " + i
              : time + "," + region + "," + (random.nextInt(2_000) - 500) + "," + i;
      lines.add(new Line(partition, time, "k" + random.nextInt(5_000), text));
    }
    return lines;
  }
}
