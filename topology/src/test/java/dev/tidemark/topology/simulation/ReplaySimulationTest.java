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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job's other runs over the same log, with schedules and faults of their own. {@code
 * -Dreplay.seeds=N} sets how many seeds are run, {@code -Dreplay.seed=N} runs a single one.
 */
class ReplaySimulationTest {
  private static final long SEEDS = Long.getLong("replay.seeds", 300);
  private static final int THREADS = Integer.getInteger("simulation.threads", 2);

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameAnswerFromTheSameLog(Scenario.Kinds kinds) throws Exception {
    run(kinds, ReplayCase::fromTheStart);
  }

  @ParameterizedTest
  @EnumSource
  void shouldWriteFromTheMiddleOnWhatIsCompleteAndNothingElse(Scenario.Kinds kinds)
      throws Exception {
    run(kinds, ReplayCase::fromTheMiddle);
  }

  @ParameterizedTest
  @EnumSource
  void shouldWriteNothingWrongWhenItEndsBeforeTheEnd(Scenario.Kinds kinds) throws Exception {
    run(kinds, ReplayCase::untilBeforeTheEnd);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveNoGapAndNoDoubleWhenItTakesThePlaceOfTheRunBefore(Scenario.Kinds kinds)
      throws Exception {
    run(kinds, ReplayCase::takesOver);
  }

  @ParameterizedTest
  @EnumSource
  void shouldHandOverWhatTheRunBeforeHadGoneOnWithoutAsLate(Scenario.Kinds kinds) throws Exception {
    run(kinds, ReplayCase::takesOverFromIdlePartitions);
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeThePlaceWithOtherDisorderAndLateness(Scenario.Kinds kinds) throws Exception {
    run(kinds, ReplayCase::takesOverWithOtherRules);
  }

  @ParameterizedTest
  @EnumSource
  void shouldDoTheSameWhenItsRecordsComeInBatches(Scenario.Kinds kinds) throws Exception {
    run(kinds, ReplayCase::inBatches);
  }

  private static void run(Scenario.Kinds kinds, Consumer<ReplayCase> check)
      throws InterruptedException {
    Long only = Long.getLong("replay.seed");
    AtomicLong next = new AtomicLong(only == null ? 0 : only);
    long seeds = kinds == Scenario.Kinds.STANDARD ? SEEDS : SEEDS / 4;
    long end = only == null ? seeds : only + 1;
    AtomicReference<String> failure = new AtomicReference<>();
    AtomicLong leftOut = new AtomicLong();
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(executor.submit(() -> runFrom(next, end, kinds, check, failure, leftOut)));
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
      Scenario.Kinds kinds,
      Consumer<ReplayCase> check,
      AtomicReference<String> failure,
      AtomicLong leftOut) {
    long seed = next.getAndIncrement();
    while (seed < end && failure.get() == null) {
      ReplayCase replayed = new ReplayCase(seed, kinds);
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
