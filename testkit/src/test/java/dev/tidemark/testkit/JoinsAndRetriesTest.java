package dev.tidemark.testkit;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Backoff.backoff;
import static dev.tidemark.topology.dsl.ErrorPolicy.deadLetter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.topology.dsl.Join;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.stage.base.DeadLetter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each kind of join, and steps that are tried again, in the test kit. */
class JoinsAndRetriesTest {

  /** Greets visitors, whose names are in a table, by each kind of join. */
  private static final class Greetings implements StreamJob {
    @Override
    public void define(Topology topology) {
      var names = topology.table("names", STRING, STRING);
      var visits = topology.stream("visits", STRING);
      visits.join(names, id -> id, Greetings::known).to("inner", STRING, greeting -> null, STRING);
      visits
          .join(Join.left(names).named("left"), id -> id, Greetings::anyone)
          .to("left-out", STRING, greeting -> null, STRING);
      visits
          .join(Join.inner(names).onRecordKey().named("inner-here"), id -> id, Greetings::known)
          .to("inner-here-out", STRING, greeting -> null, STRING);
      visits
          .join(Join.left(names).onRecordKey().named("left-here"), id -> id, Greetings::anyone)
          .to("left-here-out", STRING, greeting -> null, STRING);
    }

    private static String known(String id, String name) {
      return "hello " + name;
    }

    private static String anyone(String id, Optional<String> name) {
      return name.map(known -> "hello " + known).orElse("welcome " + id);
    }
  }

  @Test
  void shouldFilterElementsWithoutAValueInInnerJoinsAlone() {
    JobHarness job = JobHarness.of(new Greetings(), Map.of());

    job.send("names", "7", "Ann").send("visits", "7", "7").send("visits", "8", "8");

    assertThat(job.values("inner", String.class)).containsExactly("hello Ann");
    assertThat(job.values("inner-here-out", String.class)).containsExactly("hello Ann");
    assertThat(job.values("left-out", String.class)).containsExactly("hello Ann", "welcome 8");
    assertThat(job.values("left-here-out", String.class)).containsExactly("hello Ann", "welcome 8");
    assertThat(job.deadLetters()).isEmpty();
  }

  @Test
  void shouldGiveALeftJoinNothingForADeletedKey() {
    JobHarness job = JobHarness.of(new Greetings(), Map.of());

    job.send("names", "7", "Ann").send("names", "7", null).send("visits", "7", "7");

    assertThat(job.values("inner", String.class)).isEmpty();
    assertThat(job.values("left-out", String.class)).containsExactly("welcome 7");
  }

  @Test
  void shouldRefuseARecordWithAnotherKeyOnlyInAJoinOnTheRecordKey() {
    JobHarness job = JobHarness.of(new Greetings(), Map.of());

    job.send("names", "7", "Ann").send("visits", "8", "7");

    assertThat(job.values("inner", String.class)).containsExactly("hello Ann");
    assertThat(job.deadLetters())
        .extracting(DeadLetter::step, DeadLetter::cause)
        .containsExactlyInAnyOrder(
            tuple("inner-here", "KEY_MISMATCH"), tuple("left-here", "KEY_MISMATCH"));
    assertThat(job.deadLetters().get(0).message())
        .contains("remove onRecordKey() from the join, or key the topic by it");
  }

  /** Copies texts; fails as often as the text says. */
  private static final class Failing implements StreamJob {
    private final Map<String, Integer> attempts = new HashMap<>();

    @Override
    public void define(Topology topology) {
      topology.onError(
          deadLetter().retry(2, backoff(Duration.ofMillis(200), Duration.ofSeconds(1))));
      topology.stream("texts", STRING)
          .filter("checked", this::isChecked)
          .to("copies", STRING, text -> text, STRING);
    }

    private boolean isChecked(String text) {
      int failures = Integer.parseInt(text.substring(text.indexOf('-') + 1));
      if (attempts.merge(text, 1, Integer::sum) <= failures) {
        throw new IllegalStateException("not yet");
      }
      return true;
    }
  }

  @Test
  void shouldTryAgainWhenTheClockIsMovedToTheNextAttempt() {
    JobHarness job = JobHarness.of(new Failing(), Map.of());
    job.send("texts", "1", "a-1").send("texts", "1", "b-0");
    assertThat(job.results("copies")).isEmpty();
    assertThat(job.progress().waiting())
        .singleElement()
        .satisfies(waiting -> assertThat(waiting.units()).isEqualTo(2));

    job.advance(Duration.ofSeconds(1));

    assertThat(job.values("copies", String.class)).containsExactlyInAnyOrder("a-1", "b-0");
    assertThat(job.progress().waiting()).isEmpty();
  }

  @Test
  void shouldKeepWhatWaitsAcrossARestart() {
    JobHarness job = JobHarness.of(new Failing(), Map.of());
    job.send("texts", "1", "a-1").restart();

    job.advance(Duration.ofSeconds(1));

    assertThat(job.values("copies", String.class)).containsExactly("a-1");
  }

  @Test
  void shouldCountTheAttemptsOfADeadLetter() {
    JobHarness job = JobHarness.of(new Failing(), Map.of());

    job.send("texts", "1", "a-9").advance(Duration.ofSeconds(10));

    assertThat(job.results("copies")).isEmpty();
    assertThat(job.deadLetters())
        .extracting(DeadLetter::step, DeadLetter::cause, letter -> letter.attempts().count())
        .containsExactly(tuple("checked", "FUNCTION_FAILED", 3));
  }
}
