package dev.tidemark.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Utils;

/**
 * The input of the canonical job: users of {@value #REGIONS} regions and what they order. A
 * function of its parameters alone: each partition has a generator of its own, so that partitions
 * can be made side by side and every call makes the same orders in the same order.
 *
 * <p><b>Disorder.</b> In each partition the i-th order is created at {@code first + i * step - d},
 * with {@code d} drawn from {@code [0, }{@value #OUT_OF_ORDER_MS}{@code )} ms. Whatever precedes it
 * is at most {@code d} ahead, so by a watermark of highest event time less {@value
 * #OUT_OF_ORDER_MS} ms no order is ever late.
 */
final class CanonicalInput {
  static final int PARTITIONS = 4;
  static final int REGIONS = 50;
  static final long OUT_OF_ORDER_MS = 10_000;
  static final long WINDOW_MS = 300_000;

  /** Every order is created within this time after {@link #FIRST_EVENT}, however many there are. */
  static final long SPAN_MS = 6 * 3_600_000L;

  /** In the past, since brokers refuse records from the future; the start of a window. */
  static final long FIRST_EVENT = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

  private static final int AMOUNT_CENTS_MAX = 50_000;

  private final long orders;
  private final long seed;
  private final byte[] regionOfUser;
  private final List<int[]> usersByPartition = new ArrayList<>();
  private final long[] ordersByPartition = new long[PARTITIONS];

  /**
   * Describes an input.
   *
   * @param orders how many orders, 1 or more
   * @param users how many users, {@link #PARTITIONS} or more
   * @param seed another seed is another input
   */
  CanonicalInput(long orders, int users, long seed) {
    this.orders = orders;
    this.seed = seed;
    this.regionOfUser = new byte[users];
    SplittableRandom random = new SplittableRandom(seed);
    for (int user = 0; user < users; user++) {
      regionOfUser[user] = (byte) random.nextInt(REGIONS);
    }
    shareUsers();
    shareOrders();
  }

  /** One order, before it is bytes. */
  record GeneratedOrder(long number, int user, boolean paid, long amountCents, long createdAt) {}

  long orders() {
    return orders;
  }

  int users() {
    return regionOfUser.length;
  }

  /** Returns the number of orders in a partition. */
  long ordersIn(int partition) {
    return ordersByPartition[partition];
  }

  /** The users whose records and orders are in a partition, ascending. */
  int[] usersIn(int partition) {
    return usersByPartition.get(partition).clone();
  }

  int regionOf(int user) {
    return regionOfUser[user];
  }

  static String regionName(int region) {
    return "region-" + (100 + region);
  }

  static String userId(int user) {
    return "user-" + (1_000_000 + user);
  }

  /** Returns the partition in which Kafka's default partitioner puts a key. */
  static int partitionOf(String key) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
  }

  /** Makes the orders of one partition, in the order in which they stand in its log. */
  void forEachOrder(int partition, Consumer<? super GeneratedOrder> action) {
    SplittableRandom random = new SplittableRandom(seed * 31 + partition + 1);
    int[] candidates = usersByPartition.get(partition);
    long count = ordersByPartition[partition];
    for (long i = 0; i < count; i++) {
      int user = candidates[random.nextInt(candidates.length)];
      boolean paid = random.nextInt(3) < 2;
      long amountCents = 100 + random.nextInt(AMOUNT_CENTS_MAX);
      long disorder = random.nextLong(OUT_OF_ORDER_MS);
      long createdAt = FIRST_EVENT + OUT_OF_ORDER_MS + offsetOf(i, count) - disorder;
      action.accept(
          new GeneratedOrder(i * PARTITIONS + partition, user, paid, amountCents, createdAt));
    }
  }

  private static long offsetOf(long index, long count) {
    return (long) ((double) index / count * (SPAN_MS - OUT_OF_ORDER_MS));
  }

  private void shareUsers() {
    List<List<Integer>> shares = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      shares.add(new ArrayList<>());
    }
    for (int user = 0; user < users(); user++) {
      shares.get(partitionOf(userId(user))).add(user);
    }
    for (List<Integer> share : shares) {
      usersByPartition.add(share.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private void shareOrders() {
    long usersSoFar = 0;
    long ordersSoFar = 0;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      usersSoFar += usersByPartition.get(partition).length;
      long upTo = Math.round((double) orders * usersSoFar / users());
      ordersByPartition[partition] = upTo - ordersSoFar;
      ordersSoFar = upTo;
    }
  }
}
