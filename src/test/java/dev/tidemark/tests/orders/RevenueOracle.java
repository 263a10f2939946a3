package dev.tidemark.tests.orders;

import dev.tidemark.cli.demo.PartitionLedger;
import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * What the canonical job must answer, computed plainly and without any code of the engine, from the
 * orders as they stand in their topic. Each is judged by its own partition's earlier orders alone.
 */
public final class RevenueOracle {

  private static final int PARTITIONS = RevenueOrders.PARTITIONS;
  private static final long OUT_OF_ORDER = 10_000;
  private static final long WINDOW = 300_000;
  private static final long LATENESS = 60_000;

  private final Map<String, String> regions = RevenueOrders.regions();
  private final Codec<Order> codec;
  private final BitSet numbers = new BitSet();
  private final List<Integer> doubled = new ArrayList<>();
  private final long[] highest = new long[PARTITIONS];
  private final long[][] counts = new long[PARTITIONS][4];
  private final Content.Builder late = new Content.Builder("orders-late");
  private final Content.Builder dead = new Content.Builder("paid-revenue-by-region-dead-letters");
  private final SortedMap<Pane, long[]> panes =
      new TreeMap<>(Comparator.comparing(Pane::end).thenComparing(Pane::region));

  private record Pane(long end, String region) {}

  public RevenueOracle(SchemaRegistry registry) {
    this.codec = Types.avro(Order.class).topicCodec(registry, RevenueOrders.TOPIC + "-value");
  }

  /**
   * Takes all orders in, each partition's in the order of its offsets.
   *
   * @return the answer
   */
  public RevenueAnswer judge(List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> orders) {
    orders.forEach(this::judge);
    long watermark = Arrays.stream(highest).max().orElseThrow() - OUT_OF_ORDER;
    return new RevenueAnswer(
        results(watermark), late.build(), dead.build(), ledger(), Instant.ofEpochMilli(watermark));
  }

  /** The numbers of the orders that were there. */
  public BitSet numbers() {
    return numbers;
  }

  /** The numbers of orders that were there more than once. */
  public List<Integer> doubled() {
    return doubled;
  }

  private void judge(ConsumerRecord<byte @Nullable [], byte @Nullable []> message) {
    int partition = message.partition();
    Content.Entry entry =
        new Content.Entry(
            Text.ofKey(message.key()), message.timestamp(), Text.hex(message.value()));
    if (!(codec.decode(message.value()) instanceof Decoded.Ok<Order> ok)) {
      note(Integer.parseInt(Text.ofValue(message.value()).substring("broken ".length())));
      counts[partition][2]++;
      dead.add(partition, entry);
      return;
    }
    Order order = ok.value();
    note(Integer.parseInt(order.getOrderId()));
    long time = order.getCreatedAt().toEpochMilli();
    long watermark = highest[partition] - OUT_OF_ORDER;
    highest[partition] = Math.max(highest[partition], time);
    String region = regions.get(order.getUserId());
    long end = time - time % WINDOW + WINDOW;
    if (order.getStatus() != OrderStatus.PAID || region == null) {
      counts[partition][0]++;
    } else if (isComplete(end, watermark)) {
      counts[partition][1]++;
      late.add(partition, entry);
    } else {
      counts[partition][3]++;
      long[] sums = panes.computeIfAbsent(new Pane(end, region), pane -> new long[2]);
      sums[0] += order.getAmountCents();
      sums[1]++;
    }
  }

  private void note(int number) {
    if (numbers.get(number)) {
      doubled.add(number);
    }
    numbers.set(number);
  }

  private Content results(long watermark) {
    Content.Builder results = new Content.Builder("revenue-by-region");
    panes.forEach(
        (pane, sums) -> {
          if (!isComplete(pane.end(), watermark)) {
            throw new IllegalStateException("the last orders do not complete " + pane);
          }
          results.add(
              BuiltInPartitioner.partitionForKey(Text.bytes(pane.region()), PARTITIONS),
              new Content.Entry(
                  pane.region(),
                  pane.end() - 1,
                  "%s %d %d %d %d"
                      .formatted(
                          pane.region(), pane.end() - WINDOW, pane.end(), sums[0], sums[1])));
        });
    return results.build();
  }

  private List<PartitionLedger> ledger() {
    List<PartitionLedger> rows = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      long[] row = counts[i];
      rows.add(new PartitionLedger(i, Arrays.stream(row).sum(), row[0], row[1], row[2], row[3]));
    }
    return rows;
  }

  private static boolean isComplete(long end, long watermark) {
    return end - 1 + LATENESS <= watermark;
  }
}
