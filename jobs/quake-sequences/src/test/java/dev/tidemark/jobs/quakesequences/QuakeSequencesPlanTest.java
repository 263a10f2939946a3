package dev.tidemark.jobs.quakesequences;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.plan.explain.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * The plan of the job, held against the one in {@code src/test/resources/plan.txt}: a change of it
 * is a change of state, exchanges or topics, and must be meant. To bless a new one, run this test
 * with {@code -Dgolden.update=true} and read the difference before committing it.
 */
class QuakeSequencesPlanTest {

  private static final Path GOLDEN = Path.of("src/test/resources/plan.txt");

  @Test
  void shouldKeepItsPlan() throws IOException {
    String plan = Explanation.text(JobPlanner.plan(new QuakeSequences(), Map.of()));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, plan, UTF_8);
    }

    assertThat(plan).isEqualTo(Files.readString(GOLDEN, UTF_8));
  }

  @Test
  void shouldBeFoundInItsJar() {
    assertThat(ServiceLoader.load(StreamJob.class))
        .singleElement()
        .isInstanceOf(QuakeSequences.class)
        .extracting(StreamJob::name)
        .isEqualTo("quake-sequences");
  }

  @Test
  void shouldWaitForIdlePartitionsAsLongAsItIsTold() {
    String plan =
        Explanation.text(JobPlanner.plan(new QuakeSequences(), Map.of("idle-after", "2s")));

    assertThat(plan).contains("2s").doesNotContain("1m");
  }
}
