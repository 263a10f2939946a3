package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.node.deadletters.DeadLetterWriter.Settled;
import dev.tidemark.node.deadletters.DeadLetterWriter.Superseded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides about letters one after the other, and writes what is decided in transactions of a
 * bounded size. What was counted but not committed is not counted.
 */
final class RequeueBatch {

  private static final int BATCH_MAX = 500;
  private static final long BATCH_BYTES_MAX = 8L << 20;
  private static final int PAUSE_MS_MAX = 300;

  private final @Nullable DeadLetterWriter writer;
  private final LongSupplier nanoTime;
  private final LongConsumer pause;
  private final Bounds bounds;
  private final List<Step> pending = new ArrayList<>();
  private long pendingBytes;
  private int pendingWrites;
  private long written;
  private int visited;
  private long startedNanos;
  private @Nullable Continuation committed;
  private boolean superseded;

  /**
   * Makes one.
   *
   * @param writer null to write nothing: what would be done is counted
   * @param pause waits for so many nanoseconds
   */
  RequeueBatch(
      @Nullable DeadLetterWriter writer, LongSupplier nanoTime, LongConsumer pause, Bounds bounds) {
    this.writer = writer;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.bounds = bounds;
  }

  /**
   * The bounds of a batch.
   *
   * @param limit how many letters may be visited
   * @param rate how many may be written in a second; 0 for any number
   */
  record Bounds(int limit, int rate) {}

  /**
   * The decision on one dead letter.
   *
   * @param settled what to write; null for nothing
   * @param count is run once that is committed
   */
  record Step(@Nullable Settled settled, Runnable count) {}

  /** Decides about one letter. */
  @FunctionalInterface
  interface Decider {
    Step decide(StoredDeadLetter letter, DeadLetterState state);
  }

  /**
   * Visits the dead letters.
   *
   * @return where to continue; empty when all is done
   */
  Optional<Continuation> run(DeadLetterScan scan, @Nullable Continuation after, Decider decider) {
    Continuation start = after == null ? scan.begin() : after;
    startedNanos = nanoTime.getAsLong();
    committed = start;
    Optional<Continuation> next =
        scan.run(start, (letter, state) -> take(start, letter, decider.decide(letter, state)));
    if (!superseded && !pending.isEmpty()) {
      commit(committed);
    }
    return superseded ? Optional.ofNullable(committed) : next;
  }

  private boolean take(Continuation start, StoredDeadLetter letter, Step step) {
    pending.add(step);
    visited++;
    Settled settled = step.settled();
    if (settled != null) {
      pendingWrites++;
      pendingBytes += letter.at().serializedValueSize() + letter.at().serializedKeySize();
    }
    boolean full = pendingWrites >= batchMax() || pendingBytes >= BATCH_BYTES_MAX;
    if (full || visited >= bounds.limit()) {
      commit(start.at(letter.topic(), letter.partition(), letter.offset() + 1));
    }
    return !superseded && visited < bounds.limit();
  }

  private int batchMax() {
    return bounds.rate() == 0 ? BATCH_MAX : Math.max(1, Math.min(BATCH_MAX, bounds.rate() / 4));
  }

  private void commit(@Nullable Continuation reached) {
    List<Settled> batch = new ArrayList<>();
    for (Step step : pending) {
      if (step.settled() != null) {
        batch.add(step.settled());
      }
    }
    if (writer != null && !batch.isEmpty()) {
      try {
        writer.commit(batch);
      } catch (Superseded e) {
        superseded = true;
        pending.clear();
        // those who supersede each other must not do so in step
        pause(TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(PAUSE_MS_MAX)));
        return;
      }
      written += batch.size();
      keepRate();
    }
    pending.forEach(step -> step.count().run());
    pending.clear();
    pendingBytes = 0;
    pendingWrites = 0;
    committed = reached;
  }

  private void keepRate() {
    if (bounds.rate() > 0) {
      long due = startedNanos + TimeUnit.SECONDS.toNanos(written) / bounds.rate();
      pause(due - nanoTime.getAsLong());
    }
  }

  private void pause(long nanos) {
    if (nanos > 0) {
      pause.accept(nanos);
    }
  }
}
