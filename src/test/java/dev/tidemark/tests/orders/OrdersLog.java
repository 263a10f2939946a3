package dev.tidemark.tests.orders;

import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.TestKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Generated orders, the same for the same seed: {@code time,region,amount,id}. Most are at most a
 * second out of order within their partition, some are later; a few can't be understood.
 */
public final class OrdersLog {

  public static final int PARTITIONS = 4;
  public static final int REGIONS = 20;
  public static final long BEGIN = 1_000_000_000_000L;

  private OrdersLog() {}

  /**
   * One order as it is published.
   *
   * @param partition where it stands
   * @param time its event time
   * @param text its value
   */
  public record Line(int partition, long time, String key, String text) {
    public TestKafka.Message message(String topic) {
      return TestKafka.Message.text(topic, partition, time, key, text);
    }

    public boolean isBroken() {
      return text.startsWith("broken");
    }

    public String region() {
      return text.split(",", -1)[1];
    }

    public long amount() {
      return Long.parseLong(text.split(",", -1)[2]);
    }

    public Content.Entry entry() {
      return new Content.Entry(key, time, text);
    }
  }

  /**
   * How a log is made.
   *
   * @param begin about the first event time
   * @param millisPerOrder how much later each order is than the one before, but for the disorder
   */
  public record Shape(long seed, int count, long begin, long millisPerOrder) {}

  /** The orders in the order of publication; partitions progress side by side, but not evenly. */
  public static List<Line> generate(Shape shape) {
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
