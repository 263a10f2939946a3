package dev.tidemark.topology.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tidemark.topology.stage.StagePipeline;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Records that come in batches give byte for byte what they give one by one, under the same
 * schedule with its commits, crashes and changes of owner. {@code -Dbatches.seeds=N} sets how many
 * seeds are run, {@code -Dbatches.seed=N} runs a single one.
 */
class BatchSimulationTest {
  private static final long SEEDS = Long.getLong("batches.seeds", 600);

  @Test
  void shouldDoTheSameInBatchesAsOneByOne() {
    Long only = Long.getLong("batches.seed");
    LongStream seeds = only == null ? LongStream.range(0, SEEDS) : LongStream.of(only);

    Optional<String> difference = firstDifference(seeds, Feed::inBatches);

    difference.ifPresent(found -> fail(found));
  }

  /** The comparison itself is put to the test. */
  @Test
  void shouldNoticeABatchThatIsProcessedInAnotherOrderOrNotInFull() {
    Function<SplittableRandom, Feed> reversing =
        sizes ->
            (pipeline, inputs) -> {
              Collections.reverse(inputs);
              Feed.inBatches(sizes).feed(pipeline, inputs);
            };
    Function<SplittableRandom, Feed> losing =
        sizes ->
            (pipeline, inputs) -> {
              List<StagePipeline.Input> rest =
                  inputs.size() > 1 ? inputs.subList(1, inputs.size()) : inputs;
              Feed.inBatches(sizes).feed(pipeline, rest);
            };

    assertThat(firstDifference(LongStream.range(0, 200), reversing)).isPresent();
    assertThat(firstDifference(LongStream.range(0, 200), losing)).isPresent();
  }

  private static Optional<String> firstDifference(
      LongStream seeds, Function<SplittableRandom, Feed> batches) {
    return seeds
        .mapToObj(seed -> difference(seed, batches.apply(new SplittableRandom(seed))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> difference(long seed, Feed batches) {
    try {
      Everything.requireEqual(run(seed, batches), run(seed, Feed.ONE_BY_ONE));
      return Optional.empty();
    } catch (RuntimeException | SimulationFailure e) {
      return Optional.of("seed %d: %s%n-Dbatches.seed=%d".formatted(seed, e, seed));
    }
  }

  private static World run(long seed, Feed feed) {
    Scenario.Kinds kinds =
        seed % 4 == 3 ? Scenario.Kinds.UNKNOWN_TO_THE_ENGINE : Scenario.Kinds.STANDARD;
    World world = Simulation.create(seed, kinds, Mutant.NONE, false);
    world.feed = feed;
    new Schedule(world, Simulation.random(seed).split()).run();
    return world;
  }
}
