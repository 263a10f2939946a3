package dev.tidemark.tests;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How long a group takes to recover: from a fault until everything that was published before it is
 * committed. Runs on a thread of its own. Thread-safe.
 */
final class Faults implements AutoCloseable {

  private final TestKafka kafka;
  private final String group;
  private final String topic;
  private final Deque<Fault> open = new ArrayDeque<>();
  private final List<Long> recoveriesMs = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Thread watcher = new Thread(this::watch, "faults");
  private volatile boolean closed;
  private volatile boolean committed;

  private record Fault(long nanos, Map<Integer, Long> ends) {}

  Faults(TestKafka kafka, String group, String topic) {
    this.kafka = kafka;
    this.group = group;
    this.topic = topic;
    watcher.setDaemon(true);
    watcher.start();
  }

  /** Notes a fault that happens now. */
  void happened(String kind) {
    Fault fault = new Fault(System.nanoTime(), kafka.ends(topic));
    synchronized (this) {
      open.add(fault);
      counts.merge(kind, 1, Integer::sum);
    }
  }

  /** Counts and recovery times, for people. */
  synchronized String report() {
    List<Long> sorted = recoveriesMs.stream().sorted().toList();
    return counts
        + ", recoveries "
        + sorted.size()
        + (sorted.isEmpty()
            ? ""
            : ", median "
                + sorted.get(sorted.size() / 2)
                + " ms, p95 "
                + sorted.get(sorted.size() * 95 / 100)
                + " ms, max "
                + sorted.get(sorted.size() - 1)
                + " ms");
  }

  /** Whether anything has been committed yet. */
  boolean hasCommitted() {
    return committed;
  }

  synchronized boolean allRecovered() {
    return open.isEmpty();
  }

  @Override
  public void close() {
    closed = true;
    try {
      watcher.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    while (!closed) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          TestKafka.await(
              kafka.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      committed |= !offsets.isEmpty();
      settle(offsets);
      Await.pause();
    }
  }

  private synchronized void settle(Map<TopicPartition, OffsetAndMetadata> offsets) {
    long now = System.nanoTime();
    while (!open.isEmpty() && isSettled(open.getFirst(), offsets)) {
      recoveriesMs.add(TimeUnit.NANOSECONDS.toMillis(now - open.removeFirst().nanos()));
    }
  }

  private boolean isSettled(Fault fault, Map<TopicPartition, OffsetAndMetadata> offsets) {
    return fault.ends().entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata offset = offsets.get(new TopicPartition(topic, end.getKey()));
              return offset != null && offset.offset() >= end.getValue();
            });
  }
}
