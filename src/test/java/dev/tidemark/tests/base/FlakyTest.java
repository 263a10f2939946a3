package dev.tidemark.tests.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.testkit.JobHarness;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A job with retries in the test kit, whose clock is moved by the test. */
class FlakyTest {

  @Test
  void shouldTryAgainWhenTimeIsMovedForward() {
    JobHarness job = JobHarness.of(new Flaky(), Map.of());
    job.send("orders", "ann", "fails-once");
    job.send("orders", "ann", "good");
    assertThat(job.values("checked", String.class)).isEmpty();

    job.advance(Duration.ofMillis(200));
    assertThat(job.values("checked", String.class)).containsExactly("fails-once", "good");
  }

  @Test
  void shouldKeepWhatWaitsAcrossARestart() {
    JobHarness job = JobHarness.of(new Flaky(), Map.of());
    job.send("orders", "ann", "fails-once").send("orders", "ann", "good").restart();
    assertThat(job.progress().waiting())
        .singleElement()
        .satisfies(
            waiting -> {
              assertThat(waiting.stage()).isEqualTo("orders");
              assertThat(waiting.units()).isEqualTo(2);
            });

    job.advance(Duration.ofSeconds(1));

    assertThat(job.values("checked", String.class)).containsExactly("fails-once", "good");
    assertThat(job.progress().waiting()).isEmpty();
  }

  @Test
  void shouldGiveUpAfterTheLastRetry() {
    JobHarness job = JobHarness.of(new Flaky(), Map.of());
    job.send("orders", "ann", "fails-always").send("orders", "ann", "good");

    job.advance(Duration.ofSeconds(1));

    assertThat(job.values("checked", String.class)).containsExactly("good");
    assertThat(job.deadLetters())
        .extracting(DeadLetter::step, DeadLetter::cause, letter -> letter.attempts().count())
        .containsExactly(org.assertj.core.groups.Tuple.tuple("checked", "FUNCTION_FAILED", 3));
  }

  @Test
  void shouldFailWhereThePolicySaysSo() {
    JobHarness job = JobHarness.of(new Flaky(), Map.of("stops", "true"));

    assertThatThrownBy(() -> job.send("orders", "ann", "fails-once"))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("step checked can't process a record of topic orders");
  }

  @Test
  void shouldBeWhatThePageShows() throws IOException {
    String here =
        Files.readString(
            Repository.root().resolve("src/test/java/dev/tidemark/tests/base/FlakyTest.java"));
    String page = Files.readString(Repository.root().resolve("docs/errors.md"));
    String block = page.substring(page.lastIndexOf("```java\n") + 8, page.lastIndexOf("```"));

    assertThat(here.replaceAll("(?m)^ +", "")).contains(block.replaceAll("(?m)^ +", "").strip());
  }
}
