package dev.tidemark.topology.simulation;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every schedule of the same log gives the same answer. {@code -Dsimulation.seeds=N} sets how many
 * seeds are run, {@code -Dsimulation.seed=N} runs a single one.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 10_000);
  private static final int THREADS = Integer.getInteger("simulation.threads", 2);

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheAnswerOfThePlainOracleWhateverTheScheduleAndItsFaults(Scenario.Kinds kinds)
      throws InterruptedException {
    Long only = Long.getLong("simulation.seed");
    long seeds = kinds == Scenario.Kinds.STANDARD ? SEEDS : SEEDS / 4;
    Optional<Simulation.Failure> failure =
        only == null
            ? Simulation.search(seeds, THREADS, kinds, () -> Mutant.NONE)
            : Simulation.run(only, kinds, Mutant.NONE);

    failure.ifPresent(
        found -> fail(Simulation.describe(found, kinds, () -> Mutant.NONE), found.cause()));
  }
}
