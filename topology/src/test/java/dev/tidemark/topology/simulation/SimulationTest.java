package dev.tidemark.topology.simulation;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Every schedule of the same log gives the same answer. {@code -Dsimulation.seeds=N} sets how many
 * seeds are run, {@code -Dsimulation.seed=N} runs a single one.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 40_000);
  private static final int THREADS = Integer.getInteger("simulation.threads", 2);

  @Test
  void shouldGiveTheAnswerOfThePlainOracleWhateverTheScheduleAndItsFaults()
      throws InterruptedException {
    Long only = Long.getLong("simulation.seed");
    Optional<Simulation.Failure> failure =
        only == null
            ? Simulation.search(SEEDS, THREADS, () -> Mutant.NONE)
            : Simulation.run(only, Mutant.NONE);

    failure.ifPresent(found -> fail(Simulation.describe(found, () -> Mutant.NONE), found.cause()));
  }
}
