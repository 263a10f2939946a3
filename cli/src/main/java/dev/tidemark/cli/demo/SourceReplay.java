package dev.tidemark.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a topic as a job would, partition by partition, with a clock for each: the
 * highest event time so far. The outcome of an event depends only on the earlier events of its
 * partition.
 *
 * @param <T> the Avro class of the events
 */
final class SourceReplay<T> {

  /** The outcome of an event. */
  enum Fate {
    FILTERED,
    LATE,
    DEAD_LETTERED,
    COUNTED
  }

  /** The part of a job between its source and its window. */
  interface Judge<T> {

    /**
     * Decides about one event.
     *
     * @param watermark the watermark of the event's partition before the event; {@code null} for
     *     its first
     */
    Fate judge(SourceEvent<T> event, @Nullable Instant watermark);
  }

  private final Duration outOfOrder;
  private final Duration maxAhead;
  private final Judge<T> judge;
  private final Map<Integer, Instant> highest = new HashMap<>();
  private final Map<Integer, PartitionLedger> ledger = new TreeMap<>();
  private final List<SourceEvent<T>> late = new ArrayList<>();
  private final List<SourceEvent<T>> deadLettered = new ArrayList<>();
  private final List<T> counted = new ArrayList<>();

  /**
   * @param outOfOrder how far a partition's watermark is behind its highest event time
   * @param maxAhead an event further ahead of its partition's highest event time is refused and
   *     moves nothing
   */
  SourceReplay(Duration outOfOrder, Duration maxAhead, Judge<T> judge) {
    this.outOfOrder = outOfOrder;
    this.maxAhead = maxAhead;
    this.judge = judge;
  }

  /**
   * Reads all events; their order in the list does not matter.
   *
   * @throws IllegalArgumentException when two events have the same place in the log
   */
  void read(List<SourceEvent<T>> events) {
    List<SourceEvent<T>> inLogOrder = new ArrayList<>(events);
    inLogOrder.sort(
        Comparator.<SourceEvent<T>>comparingInt(SourceEvent::partition)
            .thenComparingLong(SourceEvent::offset));
    requireDistinctPlaces(inLogOrder);
    inLogOrder.forEach(this::readOne);
  }

  /** The values of the events that count, in no order that matters. */
  List<T> counted() {
    return counted;
  }

  /**
   * The highest watermark over all partitions, which is released when all of them are idle; {@code
   * null} for none.
   */
  @Nullable Instant finalWatermark() {
    return highest.values().stream()
        .max(Comparator.naturalOrder())
        .map(time -> time.minus(outOfOrder))
        .orElse(null);
  }

  /** The answer, with what the job's window made of the events that count. */
  <R> Expected<R, T> expected(List<R> results, long open) {
    return new Expected<>(
        results,
        late,
        deadLettered,
        open,
        List.copyOf(ledger.values()),
        Optional.ofNullable(finalWatermark()));
  }

  private void readOne(SourceEvent<T> event) {
    Fate fate = fateOf(event);
    PartitionLedger before = ledger.computeIfAbsent(event.partition(), PartitionLedger::empty);
    PartitionLedger after =
        switch (fate) {
          case FILTERED -> before.plusFiltered();
          case LATE -> before.plusLate();
          case DEAD_LETTERED -> before.plusDeadLettered();
          case COUNTED -> before.plusCounted();
        };
    ledger.put(event.partition(), after);
    switch (fate) {
      case FILTERED -> {}
      case LATE -> late.add(event);
      case DEAD_LETTERED -> deadLettered.add(event);
      case COUNTED -> counted.add(event.value());
    }
  }

  private Fate fateOf(SourceEvent<T> event) {
    Instant before = highest.get(event.partition());
    if (before != null && event.time().isAfter(before.plus(maxAhead))) {
      return Fate.DEAD_LETTERED;
    }
    Instant watermark = before == null ? null : before.minus(outOfOrder);
    if (before == null || event.time().isAfter(before)) {
      highest.put(event.partition(), event.time());
    }
    return judge.judge(event, watermark);
  }

  private static void requireDistinctPlaces(List<? extends SourceEvent<?>> inLogOrder) {
    for (int i = 1; i < inLogOrder.size(); i++) {
      SourceEvent<?> one = inLogOrder.get(i - 1);
      SourceEvent<?> other = inLogOrder.get(i);
      if (one.partition() == other.partition() && one.offset() == other.offset()) {
        throw new IllegalArgumentException(
            "two events stand at offset "
                + one.offset()
                + " of partition "
                + one.partition()
                + ": give each its own");
      }
    }
  }
}
