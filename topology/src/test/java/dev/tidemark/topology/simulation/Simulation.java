package dev.tidemark.topology.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Runs worlds by their seeds. */
final class Simulation {

  private Simulation() {}

  /** A seed that shows what must not be. */
  record Failure(long seed, Throwable cause) {}

  /** Runs one world; answers what is wrong with it. */
  static Optional<Failure> run(long seed, Scenario.Kinds kinds, Mutant mutant) {
    try {
      world(seed, kinds, mutant, false);
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      return Optional.of(new Failure(seed, e));
    }
  }

  /** The failure with all that happened before, and the way to see it again. */
  static String describe(Failure failure, Scenario.Kinds kinds, Supplier<Mutant> mutant) {
    World world = create(failure.seed, kinds, mutant.get(), true);
    try {
      new Schedule(world, random(failure.seed).split()).run();
    } catch (RuntimeException | AssertionError e) {
      world.log("-> " + e);
    }
    return "seed %d: %s%n%s%n%sreproduce with: mvn -q -pl topology -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=%d"
        .formatted(
            failure.seed,
            failure.cause.getMessage(),
            world.scenario,
            world.actions(),
            failure.seed);
  }

  /** Runs seeds on some threads until one fails; answers the lowest that did. */
  static Optional<Failure> search(
      long seeds, int threads, Scenario.Kinds kinds, Supplier<Mutant> mutant)
      throws InterruptedException {
    AtomicLong next = new AtomicLong();
    AtomicLong end = new AtomicLong(seeds);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Optional<Failure>>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(executor.submit(() -> searchFrom(next, end, kinds, mutant)));
      }
      Optional<Failure> lowest = Optional.empty();
      for (Future<Optional<Failure>> result : results) {
        Optional<Failure> found = result.get();
        if (found.isPresent() && (lowest.isEmpty() || found.get().seed < lowest.get().seed)) {
          lowest = found;
        }
      }
      return lowest;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private static Optional<Failure> searchFrom(
      AtomicLong next, AtomicLong end, Scenario.Kinds kinds, Supplier<Mutant> mutant) {
    long seed = next.getAndIncrement();
    while (seed < end.get()) {
      Optional<Failure> failure = run(seed, kinds, mutant.get());
      if (failure.isPresent()) {
        end.set(0);
        return failure;
      }
      seed = next.getAndIncrement();
    }
    return Optional.empty();
  }

  private static void world(
      long seed, Scenario.Kinds kinds, Mutant mutant, boolean recordsActions) {
    World world = create(seed, kinds, mutant, recordsActions);
    new Schedule(world, random(seed).split()).run();
    new Verdict(world).check();
  }

  static World create(long seed, Scenario.Kinds kinds, Mutant mutant, boolean recordsActions) {
    return new World(
        new Scenario(random(seed).split().split(), kinds),
        mutant,
        random(~seed).split(),
        recordsActions);
  }

  static SplittableRandom random(long seed) {
    return new SplittableRandom(seed);
  }
}
