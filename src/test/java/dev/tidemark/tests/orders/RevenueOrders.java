package dev.tidemark.tests.orders;

import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.schemas.User;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.base.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * Users of {@value #REGIONS} regions and what they order, without end, the same for the same seed.
 * Most orders are at most ten seconds out of order within their partition, some come too late; some
 * are of users that nobody knows, and a few can't be understood. Instances belong to one thread.
 */
public final class RevenueOrders {

  static final int PARTITIONS = 4;
  public static final String TOPIC = "orders";
  static final String USERS_TOPIC = "users";

  private static final int USERS = 400;
  private static final int REGIONS = 20;
  private static final int KNOWN_UP_TO = 390;
  private static final long BEGIN = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

  /** So that a window of five minutes takes some seconds of a test. */
  private static final long MILLIS_PER_ORDER = 250;

  private final SplittableRandom random;
  private final Codec<Order> orders;
  private final Codec<User> users;
  private final long[] lag = new long[PARTITIONS];
  private long number;

  RevenueOrders(long seed, SchemaRegistry registry) {
    this.random = new SplittableRandom(seed);
    registry.register(TOPIC + "-value", Order.getClassSchema());
    registry.register(USERS_TOPIC + "-value", User.getClassSchema());
    this.orders = Types.avro(Order.class).topicCodec(registry, TOPIC + "-value");
    this.users = Types.avro(User.class).topicCodec(registry, USERS_TOPIC + "-value");
    for (int i = 0; i < lag.length; i++) {
      lag[i] = random.nextLong(30_000);
    }
  }

  /** The regions of the users that are known, by their id. */
  static Map<String, String> regions() {
    return IntStream.range(0, KNOWN_UP_TO)
        .boxed()
        .collect(Collectors.toMap(RevenueOrders::userId, RevenueOrders::region));
  }

  /** The known users. */
  List<TestKafka.Message> users() {
    List<TestKafka.Message> messages = new ArrayList<>();
    for (int user = 0; user < KNOWN_UP_TO; user++) {
      String id = userId(user);
      Instant born = Instant.ofEpochMilli(BEGIN - 1_000);
      byte[] value =
          users.encode(new User(id, "Customer " + user, region(user), id + "@example.org", born));
      messages.add(
          new TestKafka.Message(
              USERS_TOPIC, partitionOf(id), born.toEpochMilli(), Text.bytes(id), value));
    }
    return messages;
  }

  /** The next order. Its number, counted from 0, is how many were made before. */
  TestKafka.Message next() {
    String user = userId(random.nextInt(USERS));
    long behind = random.nextInt(100) < 97 ? random.nextLong(10_000) : random.nextLong(900_000);
    long time = now() - lag[partitionOf(user)] - behind;
    OrderStatus status = random.nextInt(3) < 2 ? OrderStatus.PAID : OrderStatus.CANCELLED;
    long cents = 100 + random.nextInt(50_000);
    boolean broken = random.nextInt(500) == 0;
    TestKafka.Message message = message(user, time, status, cents);
    return broken
        ? new TestKafka.Message(
            TOPIC, message.partition(), time, message.key(), Text.bytes("broken " + (number - 1)))
        : message;
  }

  /**
   * One order for each partition, so much later than all before that every window up to them is
   * complete. They are not paid.
   */
  List<TestKafka.Message> last() {
    long end = now() + 3_600_000;
    return IntStream.range(0, PARTITIONS)
        .mapToObj(partition -> message(userIn(partition), end, OrderStatus.PENDING, 1))
        .toList();
  }

  /** How many orders were made. */
  long made() {
    return number;
  }

  private long now() {
    return BEGIN + 1_000_000 + number * MILLIS_PER_ORDER;
  }

  private TestKafka.Message message(String user, long time, OrderStatus status, long cents) {
    Order order =
        new Order(
            Long.toString(number++),
            user,
            status,
            cents,
            Instant.ofEpochMilli(time),
            "EUR",
            "web",
            null);
    return new TestKafka.Message(
        TOPIC, partitionOf(user), time, Text.bytes(user), orders.encode(order));
  }

  private static String userIn(int partition) {
    return IntStream.range(0, USERS)
        .mapToObj(RevenueOrders::userId)
        .filter(user -> partitionOf(user) == partition)
        .findFirst()
        .orElseThrow();
  }

  private static String userId(int user) {
    return "user-" + (1_000 + user);
  }

  private static String region(int user) {
    return "region-" + (user % REGIONS);
  }

  private static int partitionOf(String user) {
    return BuiltInPartitioner.partitionForKey(Text.bytes(user), PARTITIONS);
  }
}
