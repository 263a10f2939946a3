package dev.tidemark.tests.faults;

import dev.tidemark.tests.base.TestKafka;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How long a group takes to recover: from a fault until everything that was published before it is
 * committed, on every partition. While nobody can be asked, as when brokers are faulty themselves,
 * the clock goes on. A fault that hits while the group still recovers from another prolongs that;
 * such are counted apart from those that were alone. Runs on a thread of its own. Thread-safe.
 */
final class Faults implements AutoCloseable {

  private static final String AMONG_OTHERS = " among others";
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final TestKafka kafka;
  private final String group;
  private final String topic;
  private final Supplier<Map<Integer, Long>> ends;
  private final List<Fault> open = new ArrayList<>();
  private final Map<String, List<Long>> recoveriesMs = new TreeMap<>();
  private final Thread watcher = new Thread(this::watch, "faults");
  private volatile boolean closed;
  private volatile boolean committed;
  private volatile @Nullable IllegalStateException failure;

  private record Fault(String kind, boolean alone, long nanos, Map<Integer, Long> ends) {
    Fault amongOthers() {
      return new Fault(kind, false, nanos, ends);
    }
  }

  /**
   * Begins to watch.
   *
   * @param topic what the group reads
   * @param ends how far each of its partitions is published
   */
  Faults(TestKafka kafka, String group, String topic, Supplier<Map<Integer, Long>> ends) {
    this.kafka = kafka;
    this.group = group;
    this.topic = topic;
    this.ends = ends;
    watcher.setDaemon(true);
    watcher.start();
  }

  /** Notes a fault that happens now. */
  void happened(String kind) {
    long nanos = System.nanoTime();
    Map<Integer, Long> published = ends.get();
    System.out.printf("%s fault: %s%n", Instant.now(), kind);
    synchronized (this) {
      boolean alone = open.isEmpty();
      open.replaceAll(Fault::amongOthers);
      open.add(new Fault(kind, alone, nanos, published));
    }
  }

  /** Counts and recovery times by kind, for people. */
  synchronized String report() {
    return "alone: "
        + report(alone())
        + recoveriesMs.entrySet().stream()
            .map(kind -> "; " + kind.getKey() + ": " + report(kind.getValue()))
            .collect(Collectors.joining());
  }

  /** The time within which 95 of 100 faults were recovered from, of those that were alone. */
  synchronized long p95Ms() {
    List<Long> sorted = alone().stream().sorted().toList();
    return sorted.get(sorted.size() * 95 / 100);
  }

  private List<Long> alone() {
    return recoveriesMs.entrySet().stream()
        .filter(kind -> !kind.getKey().endsWith(AMONG_OTHERS))
        .flatMap(kind -> kind.getValue().stream())
        .toList();
  }

  private static String report(List<Long> recoveriesMs) {
    if (recoveriesMs.isEmpty()) {
      return "none";
    }
    List<Long> sorted = recoveriesMs.stream().sorted().toList();
    return "%d, recovered in median %d ms, p95 %d ms, max %d ms"
        .formatted(
            sorted.size(),
            sorted.get(sorted.size() / 2),
            sorted.get(sorted.size() * 95 / 100),
            sorted.get(sorted.size() - 1));
  }

  /** Whether anything has been committed yet. */
  boolean hasCommitted() {
    return committed;
  }

  synchronized boolean allRecovered() {
    return open.isEmpty();
  }

  /** What has not been recovered from yet, for people. */
  synchronized String pending() {
    return open + (failure == null ? "" : ", last failure to ask: " + failure);
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
      try {
        Map<TopicPartition, OffsetAndMetadata> offsets =
            TestKafka.await(
                kafka.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        committed |= !offsets.isEmpty();
        settle(offsets);
      } catch (IllegalStateException e) {
        failure = e; // asked again, as long as it takes
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private synchronized void settle(Map<TopicPartition, OffsetAndMetadata> offsets) {
    long now = System.nanoTime();
    for (Iterator<Fault> faults = open.iterator(); faults.hasNext(); ) {
      Fault fault = faults.next();
      if (isSettled(fault, offsets)) {
        faults.remove();
        long tookMs = TimeUnit.NANOSECONDS.toMillis(now - fault.nanos());
        String kind = fault.kind() + (fault.alone() ? "" : AMONG_OTHERS);
        recoveriesMs.computeIfAbsent(kind, key -> new ArrayList<>()).add(tookMs);
        System.out.printf("%s recovered from %s after %d ms%n", Instant.now(), kind, tookMs);
      }
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
