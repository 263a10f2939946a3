package dev.tidemark.node.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private static final List<String> FIVE = List.of("a", "b", "c", "d", "e");

  @Test
  void shouldRunEverywhereUnlessToldHowManyWorkers() {
    assertThat(Placement.nodes("job", 0, FIVE)).containsExactlyElementsOf(FIVE);
    assertThat(Placement.nodes("job", 9, FIVE)).containsExactlyElementsOf(FIVE);
    assertThat(Placement.nodes("job", 2, List.of())).isEmpty();
  }

  @Test
  void shouldNotDependOnTheOrderInWhichNodesAreKnown() {
    List<String> shuffled = new ArrayList<>(FIVE);
    Collections.shuffle(shuffled, new Random(1));

    for (int i = 0; i < 50; i++) {
      assertThat(Placement.nodes("job" + i, 2, shuffled))
          .isEqualTo(Placement.nodes("job" + i, 2, FIVE))
          .hasSize(2);
    }
  }

  @Test
  void shouldMoveOnlyWhatANodeThatGoesHasGivenUp() {
    List<String> four = List.of("a", "b", "c", "d");

    for (int i = 0; i < 200; i++) {
      Set<String> before = Placement.nodes("job" + i, 2, FIVE);
      Set<String> kept = new TreeSet<>(before);
      kept.remove("e");

      assertThat(Placement.nodes("job" + i, 2, four)).containsAll(kept);
    }
  }

  @Test
  void shouldSpreadJobsOverNodes() {
    Map<String, Integer> load = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      Placement.nodes("job-" + i, 1, FIVE).forEach(node -> load.merge(node, 1, Integer::sum));
    }

    assertThat(load).hasSize(5).allSatisfy((node, jobs) -> assertThat(jobs).isBetween(140, 260));
  }
}
