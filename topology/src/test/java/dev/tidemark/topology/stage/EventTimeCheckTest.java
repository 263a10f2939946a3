package dev.tidemark.topology.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.eventtime.time.SourceClock;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.stage.EventTimeCheck.Accepted;
import dev.tidemark.topology.stage.EventTimeCheck.Rejected;
import dev.tidemark.topology.stage.EventTimeCheck.Result;
import dev.tidemark.topology.stage.base.FailureCause;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EventTimeCheckTest {
  private static final long MAX_AHEAD_MS = 100;
  private static final long AHEAD_OF_CLOCK_MS = 1_000;

  private final SourceClock partition = new SourceClock(10, OptionalLong.of(MAX_AHEAD_MS));
  private long now = 5_000;

  @Test
  void shouldAcceptAnEventTimeWithoutMovingTheClock() {
    assertThat(check(Instant.ofEpochMilli(40))).isEqualTo(new Accepted(40));
    assertThat(partition.highest()).isEmpty();
  }

  @Test
  void shouldAcceptTheLatestThatIsAllowedAndRejectWhatIsLater() {
    partition.advance(40);

    assertThat(check(Instant.ofEpochMilli(140))).isEqualTo(new Accepted(140));
    rejected(
        check(Instant.ofEpochMilli(141)),
        FailureCause.TOO_FAR_AHEAD,
        "event time 1970-01-01T00:00:00.141Z is more than 100 ms ahead of its partition's highest"
            + " so far");
  }

  @Test
  void shouldRejectWhatIsAheadOfTheClockUntilTheClockHasCaughtUp() {
    assertThat(check(Instant.ofEpochMilli(6_000))).isEqualTo(new Accepted(6_000));
    rejected(
        check(Instant.ofEpochMilli(6_001)),
        FailureCause.AHEAD_OF_CLOCK,
        "time 1970-01-01T00:00:06.001Z is more than 1000 ms ahead of the clock; brokers would"
            + " refuse results dated so");

    now++;
    assertThat(check(Instant.ofEpochMilli(6_001))).isEqualTo(new Accepted(6_001));
  }

  @Test
  @SuppressWarnings("NullAway") // what a job may return, and must not
  void shouldRejectWhatIsNoTime() {
    rejected(check((Instant) null), FailureCause.NO_EVENT_TIME, "the event time is null");
    rejected(
        check(Instant.MAX),
        FailureCause.TOO_FAR_AHEAD,
        "the event time does not fit milliseconds: +1000000000-12-31T23:59:59.999999999Z");
    rejected(
        check(Instant.ofEpochMilli(Long.MIN_VALUE / 2 - 1)),
        FailureCause.NO_EVENT_TIME,
        "the event time -146136543-09-08T08:23:32.095Z is out of all range");
    assertThat(check(Instant.ofEpochMilli(Long.MIN_VALUE / 2)))
        .isEqualTo(new Accepted(Long.MIN_VALUE / 2));
  }

  @Test
  void shouldRejectWithWhatTheFunctionOfTheJobThrew() {
    IllegalStateException thrown = new IllegalStateException("no time");
    Result result =
        check(
            element -> {
              throw thrown;
            });

    rejected(result, FailureCause.FUNCTION_FAILED, "IllegalStateException: no time");
    assertThat(((Rejected) result).detail().thrown()).isSameAs(thrown);
  }

  @Test
  void shouldPassOnAnExhaustedHeap() {
    assertThatThrownBy(
            () ->
                check(
                    element -> {
                      throw new OutOfMemoryError("everybody's");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void shouldCheckTheTimestampOfTheRecordWhereNoEventTimeIsDeclared() {
    EventTimeCheck undated = new EventTimeCheck(null, partition, () -> now, AHEAD_OF_CLOCK_MS);

    assertThat(undated.check("element", 6_000)).isEqualTo(new Accepted(6_000));
    assertThat(undated.check("element", 6_001))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.cause()).isEqualTo(FailureCause.AHEAD_OF_CLOCK));
  }

  private Result check(Instant time) {
    return check(element -> time);
  }

  private Result check(Function<Object, Instant> extractor) {
    EventTime declared =
        new EventTime(extractor, 10, OptionalLong.empty(), OptionalLong.of(MAX_AHEAD_MS));
    return new EventTimeCheck(declared, partition, () -> now, AHEAD_OF_CLOCK_MS)
        .check("element", Long.MAX_VALUE);
  }

  private static void rejected(Result result, FailureCause cause, String message) {
    assertThat(result).isInstanceOf(Rejected.class);
    Rejected rejected = (Rejected) result;
    assertThat(rejected.cause()).isEqualTo(cause);
    assertThat(rejected.detail().cause()).isEqualTo(cause.name());
    assertThat(rejected.detail().message()).isEqualTo(message);
  }
}
