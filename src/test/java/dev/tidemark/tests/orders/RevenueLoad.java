package dev.tidemark.tests.orders;

import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.tests.base.TestKafka;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Publishes {@link RevenueOrders} at a steady pace until it is stopped, and keeps account of what
 * brokers have acknowledged. What they have not may be in the topic or not. Thread-safe.
 */
public final class RevenueLoad implements AutoCloseable {

  private final TestKafka kafka;
  private final RevenueOrders orders;
  private final long perSecond;
  private final AtomicLongArray next = new AtomicLongArray(RevenueOrders.PARTITIONS);
  private final AtomicLong failed = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> death = new AtomicReference<>();
  private final BitSet acknowledged = new BitSet();
  private final Thread thread = new Thread(this::publish, "load");
  private volatile boolean stopped;

  private RevenueLoad(TestKafka kafka, RevenueOrders orders, long perSecond) {
    this.kafka = kafka;
    this.orders = orders;
    this.perSecond = perSecond;
  }

  /**
   * Creates the topics, publishes the users and begins with the orders.
   *
   * @param perSecond how many orders
   */
  public static RevenueLoad start(
      TestKafka kafka, SchemaRegistry registry, long seed, long perSecond) {
    kafka.createTopic(RevenueOrders.USERS_TOPIC, RevenueOrders.PARTITIONS);
    kafka.createTopic(RevenueOrders.TOPIC, RevenueOrders.PARTITIONS);
    kafka.createTopic("revenue-by-region", RevenueOrders.PARTITIONS);
    RevenueOrders orders = new RevenueOrders(seed, registry);
    kafka.publish(orders.users());
    RevenueLoad load = new RevenueLoad(kafka, orders, perSecond);
    load.thread.start();
    return load;
  }

  /** For each partition the offset after the last order that was acknowledged. */
  public Map<Integer, Long> ends() {
    Map<Integer, Long> ends = new TreeMap<>();
    for (int partition = 0; partition < next.length(); partition++) {
      ends.put(partition, next.get(partition));
    }
    return ends;
  }

  /** How many orders were acknowledged. */
  public synchronized long total() {
    return acknowledged.cardinality();
  }

  /** Ends with orders that complete every window, and returns when brokers have everything. */
  public void stop() {
    close();
    Throwable cause = death.get();
    if (cause != null) {
      throw new AssertionError("the load broke off: " + cause, cause);
    }
  }

  /** The numbers of orders that were acknowledged, though they are not among these. */
  public synchronized List<Integer> acknowledgedBut(BitSet found) {
    BitSet missing = (BitSet) acknowledged.clone();
    missing.andNot(found);
    return missing.stream().boxed().toList();
  }

  /** For people. */
  public synchronized String report() {
    return "%d orders, %d acknowledged, %d in doubt"
        .formatted(orders.made(), acknowledged.cardinality(), failed.get());
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish() {
    long begin = System.nanoTime();
    try (KafkaProducer<byte @Nullable [], byte @Nullable []> producer = kafka.producer()) {
      while (!stopped) {
        long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        while (!stopped && orders.made() < perSecond * elapsed / 1_000) {
          long number = orders.made();
          send(producer, number, orders.next());
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
      producer.flush(); // so that the last are behind all others
      long number = orders.made();
      for (TestKafka.Message message : orders.last()) {
        send(producer, number++, message);
      }
      producer.flush();
    } catch (RuntimeException e) {
      death.set(e);
    }
  }

  private void send(
      KafkaProducer<byte @Nullable [], byte @Nullable []> producer,
      long number,
      TestKafka.Message message) {
    producer.send(
        TestKafka.recordOf(message),
        (metadata, failure) -> {
          if (failure == null) {
            acknowledge(number, metadata);
          } else {
            failed.incrementAndGet();
          }
        });
  }

  private synchronized void acknowledge(long number, RecordMetadata metadata) {
    acknowledged.set(Math.toIntExact(number));
    next.accumulateAndGet(metadata.partition(), metadata.offset() + 1, Math::max);
  }
}
