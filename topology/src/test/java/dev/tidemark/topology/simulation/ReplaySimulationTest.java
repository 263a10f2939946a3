package dev.tidemark.topology.simulation;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A job's other runs over the same log, with schedules and faults of their own. {@code
 * -Dreplay.seeds=N} sets how many seeds are run, {@code -Dreplay.seed=N} runs a single one.
 */
class ReplaySimulationTest {
  private static final long SEEDS = Long.getLong("replay.seeds", 1_000);
  private static final int THREADS = Integer.getInteger("simulation.threads", 2);

  @Test
  void shouldGiveTheSameAnswerFromTheSameLog() throws Exception {
    run(ReplayCase::fromTheStart);
  }

  @Test
  void shouldWriteFromTheMiddleOnWhatIsCompleteAndNothingElse() throws Exception {
    run(ReplayCase::fromTheMiddle);
  }

  @Test
  void shouldWriteNothingWrongWhenItEndsBeforeTheEnd() throws Exception {
    run(ReplayCase::untilBeforeTheEnd);
  }

  @Test
  void shouldLeaveNoGapAndNoDoubleWhenItTakesThePlaceOfTheRunBefore() throws Exception {
    run(ReplayCase::takesOver);
  }

  @Test
  void shouldHandOverWhatTheRunBeforeHadGoneOnWithoutAsLate() throws Exception {
    run(ReplayCase::takesOverFromIdlePartitions);
  }

  @Test
  void shouldTakeThePlaceWithOtherDisorderAndLateness() throws Exception {
    run(ReplayCase::takesOverWithOtherRules);
  }

  @Test
  void shouldDoTheSameWhenItsRecordsComeInBatches() throws Exception {
    run(ReplayCase::inBatches);
  }

  private static void run(Consumer<ReplayCase> check) throws InterruptedException {
    Long only = Long.getLong("replay.seed");
    AtomicLong next = new AtomicLong(only == null ? 0 : only);
    long end = only == null ? SEEDS : only + 1;
    AtomicReference<String> failure = new AtomicReference<>();
    AtomicLong leftOut = new AtomicLong();
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(executor.submit(() -> runFrom(next, end, check, failure, leftOut)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
    if (failure.get() != null) {
      fail(failure.get());
    }
    if (leftOut.get() > Math.max(2, SEEDS / 1_000)) {
      fail(leftOut + " of " + SEEDS + " runs can't be repeated");
    }
  }

  private static void runFrom(
      AtomicLong next,
      long end,
      Consumer<ReplayCase> check,
      AtomicReference<String> failure,
      AtomicLong leftOut) {
    long seed = next.getAndIncrement();
    while (seed < end && failure.get() == null) {
      ReplayCase replayed = new ReplayCase(seed);
      try {
        check.accept(replayed);
        if (!replayed.isRepeatable()) {
          leftOut.incrementAndGet();
        }
      } catch (RuntimeException | SimulationFailure e) {
        failure.compareAndSet(
            null, "seed %d: %s%n%s%n-Dreplay.seed=%d".formatted(seed, e, replayed, seed));
        if (e instanceof RuntimeException defect) {
          throw defect;
        }
      }
      seed = next.getAndIncrement();
    }
  }
}
