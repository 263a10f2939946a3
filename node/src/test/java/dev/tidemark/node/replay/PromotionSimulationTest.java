package dev.tidemark.node.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promotions while events come in, nodes crash, and everybody sees the book and the others late;
 * any node takes any step, and steps are lost and repeated. What is written to the job's own topics
 * is compared with what one run without any of that would have written.
 */
class PromotionSimulationTest {

  private static final int STEPS = 3_000;

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldWriteEachResultOnceWhateverHappens(long seed) {
    PromotionWorld world = new PromotionWorld(new Random(seed));

    for (int step = 0; step < STEPS; step++) {
      world.step();
      assertThat(world.twice).describedAs("seed %d step %d", seed, step).isEmpty();
    }
    world.settle();

    assertThat(world.twice).describedAs("seed %d", seed).isEmpty();
    assertThat(world.written)
        .describedAs("seed %d, after %d promotions", seed, world.promotions)
        .isEqualTo(world.expected());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldComeToAnEndWhenNothingIsInTheWay(long seed) {
    PromotionWorld world = new PromotionWorld(new Random(seed));
    world.sameJar = true;
    for (int i = 0; i < 200; i++) {
      world.append();
    }
    world.settle();
    world.replay();
    world.settle();
    world.promote();
    world.settle();

    assertThat(world.book.keySet())
        .describedAs("seed %d", seed)
        .containsExactly(PromotionWorld.JOB);
    assertThat(world.job().run()).isEqualTo(2);
    assertThat(world.job().scope()).isNotNull();
    for (int i = 0; i < 200; i++) {
      world.append();
    }
    world.settle();
    assertThat(world.twice).isEmpty();
    assertThat(world.written).describedAs("seed %d", seed).isEqualTo(world.expected());
  }
}
