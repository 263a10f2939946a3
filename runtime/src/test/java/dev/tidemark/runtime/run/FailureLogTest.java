package dev.tidemark.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.runtime.base.FailureRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FailureLogTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private final FailureLog log = new FailureLog(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void shouldCountEqualFailuresAndPutTheNewestFirst() {
    Thread first = new Thread("stream-1");
    Thread second = new Thread("stream-2");

    for (int i = 0; i < 3; i++) {
      log.add(first, failure("one"));
    }
    log.add(first, failure("two"));
    log.add(second, failure("one"));

    assertThat(log.newest())
        .extracting(FailureRecord::summary, FailureRecord::count, FailureRecord::thread)
        .containsExactly(
            tuple("java.lang.IllegalStateException: one", 4L, "stream-2"),
            tuple("java.lang.IllegalStateException: two", 1L, "stream-1"));
    assertThat(log.newest()).allMatch(failure -> failure.at().equals(NOW));
  }

  @Test
  void shouldNameTheCauseInOneLineAndKeepTheWholeTrace() {
    log.add(
        Thread.currentThread(),
        new RuntimeException("outside", new IllegalArgumentException("inside\nsecond line")));

    assertThat(log.newest().get(0).summary())
        .isEqualTo("java.lang.IllegalArgumentException: inside");
    assertThat(log.newest().get(0).stackTrace()).contains("outside", "Caused by", "second line");
  }

  @Test
  void shouldKeepTheNewestTwentyAndCutWhatIsLong() {
    for (int i = 0; i < 50; i++) {
      log.add(Thread.currentThread(), failure(i + " " + "x".repeat(20_000)));
    }

    assertThat(log.newest()).hasSize(RunnerStatus.FAILURES_MAX);
    assertThat(log.newest().get(0).summary()).contains(": 49 ").hasSizeLessThan(600);
    assertThat(log.newest().get(19).summary()).contains(": 30 ");
    assertThat(log.newest())
        .allMatch(failure -> failure.stackTrace().length() <= FailureRecord.STACK_TRACE_CHARS_MAX);
  }

  @Test
  void shouldCutAtItsLimitWhateverTheCausesSay() {
    Throwable thrown = failure("x".repeat(5_000));
    for (int i = 0; i < 30; i++) {
      thrown = new IllegalStateException("y".repeat(5_000), thrown);
    }

    log.add(Thread.currentThread(), thrown);

    assertThat(log.newest().get(0).stackTrace()).hasSize(FailureRecord.STACK_TRACE_CHARS_MAX);
  }

  private static IllegalStateException failure(String message) {
    return new IllegalStateException(message);
  }
}
