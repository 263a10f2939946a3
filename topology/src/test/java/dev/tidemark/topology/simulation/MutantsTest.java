package dev.tidemark.topology.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation notices when the design is broken. Prints by which seed. */
class MutantsTest {
  private static final int SEEDS = 5_000;

  @ParameterizedTest
  @EnumSource
  void shouldBeCaughtByTheSimulation(Mutants mutant) throws InterruptedException {
    Optional<Simulation.Failure> failure =
        Simulation.search(SEEDS, 1, Scenario.Kinds.STANDARD, () -> mutant);

    assertThat(failure).as("a seed below %d that shows %s", SEEDS, mutant).isPresent();
    System.out.printf(
        "%s is caught by seed %d: %s%n",
        mutant,
        failure.orElseThrow().seed(),
        firstLine(String.valueOf(failure.orElseThrow().cause().getMessage())));
  }

  private static String firstLine(String text) {
    return text.length() <= 160 ? text : text.substring(0, 160) + " ...";
  }
}
