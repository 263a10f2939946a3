package dev.tidemark.node.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the cluster's topics in one thread, and applies what is committed in the order of each
 * topic. Readers wait for an offset, so a node can answer from memory what the brokers know.
 */
final class TopicTail implements AutoCloseable {

  /** Takes a topic's records. Called on the tail's thread. */
  interface Applier {
    /** Takes one; must not throw because of what it holds. */
    void apply(ConsumerRecord<byte[], byte[]> read);

    /** All records of one fetch are applied. */
    default void applied() {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long JOIN_MS = 10_000;

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Applier> appliers = new LinkedHashMap<>();
  private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "tidemark-cluster-tail");
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition advanced = lock.newCondition();
  private final Map<TopicPartition, Long> positions = new HashMap<>(); // guarded by lock
  private volatile @Nullable String trouble;
  private volatile boolean refused;
  private volatile boolean closed;
  private volatile boolean ended;

  TopicTail(Admin admin, KafkaConsumer<byte[], byte[]> consumer) {
    this.admin = admin;
    this.consumer = consumer;
    thread.setDaemon(true);
  }

  /** Adds a topic, before the start. */
  void add(String topic, Applier applier) {
    appliers.put(TopicNames.partition(topic), applier);
  }

  void start() {
    consumer.assign(appliers.keySet());
    consumer.seekToBeginning(appliers.keySet());
    thread.start();
  }

  /** Calls back on the tail's thread after each fetch that brought something; must not block. */
  AutoCloseable onChange(Runnable callback) {
    callbacks.add(callback);
    return () -> callbacks.remove(callback);
  }

  /** Returns the reason why nothing can be read at present. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Returns whether that is because it is not allowed. */
  boolean isRefused() {
    return refused;
  }

  /**
   * Waits until everything that was committed to the topics before this call is applied.
   *
   * @throws Unavailable if that takes too long
   */
  void awaitEnds(Set<String> topics, Deadline deadline) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    topics.forEach(topic -> asked.put(TopicNames.partition(topic), OffsetSpec.latest()));
    ends(asked, deadline).forEach((partition, end) -> await(partition, end.offset(), deadline));
  }

  /** Waits until everything before an offset is applied. */
  void await(TopicPartition partition, long offset, Deadline deadline) {
    lock.lock();
    try {
      while (positions.getOrDefault(partition, 0L) < offset) {
        long left = deadline.leftNanos();
        if (closed || ended || left <= 0) {
          String why = trouble == null ? "the brokers are slow" : trouble;
          throw new Unavailable(
              closed
                  ? "the node is stopping"
                  : "topic %s is not read to its end: %s".formatted(partition.topic(), why));
        }
        advanced.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the node is stopping", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    if (!thread.isAlive()) {
      consumer.close();
      return;
    }
    consumer.wakeup();
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends(
      Map<TopicPartition, OffsetSpec> asked, Deadline deadline) {
    try {
      return admin
          .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .all()
          .get(Math.max(1, deadline.leftMs()), MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the node is stopping", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new Unavailable("the brokers don't tell where the cluster's topics end", e);
    }
  }

  private void run() {
    try (consumer) {
      while (!closed) {
        pollOnce();
      }
    } catch (WakeupException e) {
      LOG.debug("closing", e);
    } finally {
      if (!closed) {
        trouble = "the node has stopped to follow its topics; start it again";
      }
      ended = true;
      signal(Map.of());
    }
  }

  private void pollOnce() {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      apply(records);
      trouble = null;
      refused = false;
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      if (trouble == null) {
        LOG.warn("the cluster's topics can't be read: {}", KafkaClients.reason(e));
      }
      refused = e instanceof AuthorizationException;
      troubled(KafkaClients.reason(e));
    } catch (RuntimeException e) { // a node that follows nothing must not seem to be well
      LOG.error("the cluster's topics can't be followed; it is tried again", e);
      troubled(e.toString());
    }
  }

  private void troubled(String why) {
    trouble = why;
    LockSupport.parkNanos(POLL.toNanos());
  }

  private void apply(ConsumerRecords<byte[], byte[]> records) {
    Set<Applier> touched = new LinkedHashSet<>();
    for (TopicPartition partition : records.partitions()) {
      Applier applier = appliers.get(partition);
      if (applier != null) {
        records.records(partition).forEach(read -> applyOne(applier, read));
        touched.add(applier);
      }
    }
    touched.forEach(Applier::applied);
    Map<TopicPartition, Long> reached = new HashMap<>();
    appliers.keySet().forEach(partition -> reached.put(partition, consumer.position(partition)));
    signal(reached);
    if (!touched.isEmpty()) {
      new ArrayList<>(callbacks).forEach(TopicTail::call);
    }
  }

  private static void applyOne(Applier applier, ConsumerRecord<byte[], byte[]> read) {
    try {
      applier.apply(read);
    } catch (RuntimeException e) {
      LOG.warn(
          "topic={} offset={} skipped, which no node of this version has written: {}",
          read.topic(),
          read.offset(),
          e.getClass().getSimpleName());
    }
  }

  private static void call(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      LOG.error("a change could not be followed", e);
    }
  }

  private void signal(Map<TopicPartition, Long> reached) {
    lock.lock();
    try {
      positions.putAll(reached);
      advanced.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
