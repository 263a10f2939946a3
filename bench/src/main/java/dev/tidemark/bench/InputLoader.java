package dev.tidemark.bench;

import dev.tidemark.bench.CanonicalInput.GeneratedOrder;
import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.schemas.User;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the canonical input to its topics, one thread for each partition, and computes the right
 * answer on the way.
 */
final class InputLoader {
  private static final long SHOWN_EVERY = 10_000;

  /** Users are older than every order, so that each order finds its user in either engine. */
  private static final long USERS_BORN = CanonicalInput.FIRST_EVENT - 3_600_000;

  /** No magic byte, no schema id. */
  private static final byte[] UNREADABLE = "not an order at all".getBytes(StandardCharsets.UTF_8);

  private static final String[] CHANNELS = {"web", "app", "store"};

  private final CanonicalInput input;
  private final SchemaRegistry registry;
  private final String bootstrapServers;
  private final AtomicReference<@Nullable Exception> sendFailure = new AtomicReference<>();

  InputLoader(CanonicalInput input, SchemaRegistry registry, String bootstrapServers) {
    this.input = input;
    this.registry = registry;
    this.bootstrapServers = bootstrapServers;
  }

  /** Writes users and orders to their topics, which must exist and be empty. */
  ExpectedRevenue load(PrintStream err) {
    registry.register(Topics.USERS_SUBJECT, User.getClassSchema());
    try (Producer<byte[], byte[]> producer = producer()) {
      for (int partition = 0; partition < CanonicalInput.PARTITIONS; partition++) {
        writeUsers(producer, partition);
      }
      producer.flush();
    }
    return loadOrders(err, new Poison(Topics.ORDERS, 0, false));
  }

  /**
   * The records among the orders that the job can't process.
   *
   * @param topic where the orders go
   * @param every behind each of so many orders of a partition; 0: nothing
   * @param readable orders of a negative amount; else what can't be read
   */
  record Poison(String topic, int every, boolean readable) {}

  /** Writes orders alone to a topic, which must exist and be empty. */
  ExpectedRevenue loadOrders(PrintStream err, Poison poison) {
    registry.register(Topics.subjectOf(poison.topic()), Order.getClassSchema());
    Progress progress = new Progress(err, "writing orders", input.orders());
    AtomicLong done = new AtomicLong();
    ExpectedRevenue expected = new ExpectedRevenue(input);
    try (Producer<byte[], byte[]> producer = producer()) {
      List<Callable<ExpectedRevenue>> partitions = new ArrayList<>();
      for (int partition = 0; partition < CanonicalInput.PARTITIONS; partition++) {
        int mine = partition;
        partitions.add(
            () ->
                writeOrders(
                    producer, poison, mine, () -> progress.at(done.addAndGet(SHOWN_EVERY))));
      }
      inParallel(partitions).forEach(expected::merge);
      producer.flush();
    }
    Exception failure = sendFailure.get();
    if (failure != null) {
      throw new IllegalStateException("the input can't be written: " + failure, failure);
    }
    progress.finish();
    return expected;
  }

  private void writeUsers(Producer<byte[], byte[]> producer, int partition) {
    Codec<User> codec = Types.avro(User.class).topicCodec(registry, Topics.USERS_SUBJECT);
    for (int user : input.usersIn(partition)) {
      String id = CanonicalInput.userId(user);
      send(producer, Topics.USERS, partition, USERS_BORN, id, codec.encode(user(input, user)));
    }
  }

  private ExpectedRevenue writeOrders(
      Producer<byte[], byte[]> producer, Poison poison, int partition, Runnable everySoOften) {
    Codec<Order> codec =
        Types.avro(Order.class).topicCodec(registry, Topics.subjectOf(poison.topic()));
    ExpectedRevenue expected = new ExpectedRevenue(input);
    AtomicLong written = new AtomicLong();
    input.forEachOrder(
        partition,
        generated -> {
          expected.add(generated);
          Order order = order(generated);
          send(
              producer,
              poison.topic(),
              partition,
              generated.createdAt(),
              order.getUserId(),
              codec.encode(order));
          if (poison.every() > 0 && (written.get() + 1) % poison.every() == 0) {
            send(
                producer,
                poison.topic(),
                partition,
                generated.createdAt(),
                order.getUserId(),
                poison.readable() ? codec.encode(negative(order)) : UNREADABLE);
          }
          if (written.incrementAndGet() % SHOWN_EVERY == 0) {
            everySoOften.run();
          }
        });
    return expected;
  }

  private static Order negative(Order order) {
    return Order.newBuilder(order).setAmountCents(-1).build();
  }

  /** The Avro record of a user. */
  static User user(CanonicalInput input, int user) {
    String id = CanonicalInput.userId(user);
    return new User(
        id,
        "Customer " + user,
        CanonicalInput.regionName(input.regionOf(user)),
        id + "@example.org",
        Instant.ofEpochMilli(USERS_BORN - user * 60_000L));
  }

  /** The Avro event of a generated order. */
  static Order order(GeneratedOrder order) {
    OrderStatus unpaid = order.number() % 2 == 0 ? OrderStatus.PENDING : OrderStatus.CANCELLED;
    return new Order(
        "order-" + (1_000_000_000L + order.number()),
        CanonicalInput.userId(order.user()),
        order.paid() ? OrderStatus.PAID : unpaid,
        order.amountCents(),
        Instant.ofEpochMilli(order.createdAt()),
        "EUR",
        CHANNELS[(int) (order.number() % CHANNELS.length)],
        null);
  }

  private void send(
      Producer<byte[], byte[]> producer,
      String topic,
      int partition,
      long timestamp,
      String key,
      byte[] value) {
    producer.send(
        new ProducerRecord<>(
            topic, partition, timestamp, key.getBytes(StandardCharsets.UTF_8), value),
        (metadata, failure) -> {
          if (failure != null) {
            sendFailure.compareAndSet(null, failure);
          }
        });
  }

  private Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            256 * 1024),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static <T> List<T> inParallel(List<Callable<T>> tasks) {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        answers.add(future.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the input can't be written: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing the input", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
