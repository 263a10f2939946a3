package dev.tidemark.jobs.delaysbystate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schemas.Airport;
import dev.tidemark.schemas.Flight;
import dev.tidemark.schemas.StateDelays;
import dev.tidemark.testkit.JobHarness;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.stage.base.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the job does, by example. */
class DelaysByStateExamplesTest {

  private JobHarness job = JobHarness.of(new DelaysByState(), Map.of());

  @BeforeEach
  void loadAirports() {
    job = JobHarness.of(new DelaysByState(), Map.of());
    job.send("airports", "ORD", airport("ORD", "IL"))
        .send("airports", "MDW", airport("MDW", "IL"))
        .send("airports", "SFO", airport("SFO", "CA"));
  }

  @Test
  void shouldAddUpTheDelayedFlightsOfEachStateAndDay() {
    job.send("flights", "ORD", flight("ORD", "2001-01-01T08:00:00Z", 20))
        .send("flights", "MDW", flight("MDW", "2001-01-01T23:00:00Z", 40))
        .send("flights", "SFO", flight("SFO", "2001-01-01T10:00:00Z", 16))
        .send("flights", "ORD", flight("ORD", "2001-01-02T08:00:00Z", 90))
        .becomeIdle();

    assertThat(job.values("delays-by-state", StateDelays.class))
        .containsExactlyInAnyOrder(
            new StateDelays("IL", day(1), day(2), 2L, 60L, 40),
            new StateDelays("CA", day(1), day(2), 1L, 16L, 16));
  }

  @Test
  void shouldWriteNothingBeforeTheDayIsOver() {
    job.send("flights", "ORD", flight("ORD", "2001-01-01T08:00:00Z", 20))
        .send("flights", "ORD", flight("ORD", "2001-01-01T23:59:00Z", 20))
        .becomeIdle();

    assertThat(job.results("delays-by-state")).isEmpty();
    assertThat(job.progress().windows().get(0).open()).isEqualTo(1);
  }

  @Test
  void shouldLeaveOutFlightsThatArePunctualOrFromAnUnknownAirport() {
    job.send("flights", "ORD", flight("ORD", "2001-01-01T08:00:00Z", 15))
        .send("flights", "XXX", flight("XXX", "2001-01-01T08:00:00Z", 300))
        .send("flights", "ORD", flight("ORD", "2001-01-03T08:00:00Z", 0))
        .becomeIdle();

    assertThat(job.results("delays-by-state")).isEmpty();
    assertThat(sum().filtered()).isEqualTo(3);
  }

  @Test
  void shouldKeepAFlightThatComesAfterItsDayWasClosed() {
    Flight late = flight("ORD", "2001-01-01T22:00:00Z", 600);
    job.send("flights", "ORD", flight("ORD", "2001-01-02T08:00:00Z", 20))
        .send("flights", "ORD", late)
        .becomeIdle();

    assertThat(job.values("delays-late", Flight.class)).containsExactly(late);
    assertThat(sum().late()).isEqualTo(1);
  }

  @Test
  void shouldPutAsideWhatItCannotProcessAndGoOn() {
    byte[] ord = "ORD".getBytes(StandardCharsets.UTF_8);
    job.sendBytes("flights", ord, new byte[] {42})
        .send("flights", "ORD", null)
        .send("flights", null, flight("ORD", "2001-01-01T08:00:00Z", 20))
        .send("flights", "ORD", flight("ORD", "2001-01-01T08:00:00Z", 20))
        .send("flights", "ORD", flight("ORD", "2011-01-01T08:00:00Z", 20))
        .send("flights", "ORD", flight("ORD", "2001-01-02T08:00:00Z", 20))
        .becomeIdle();

    assertThat(job.deadLetters())
        .extracting(DeadLetter::cause)
        .containsExactlyInAnyOrder("WRONG_MAGIC", "NULL", "NULL_KEY", "TOO_FAR_AHEAD");
    assertThat(job.values("delays-by-state", StateDelays.class))
        .containsExactly(new StateDelays("IL", day(1), day(2), 1L, 20L, 20));
  }

  @Test
  void shouldGoOnWhereItWasWhenATaskMoves() {
    job.send("flights", "ORD", flight("ORD", "2001-01-01T08:00:00Z", 20))
        .restart()
        .send("flights", "MDW", flight("MDW", "2001-01-01T09:00:00Z", 30))
        .send("flights", "MDW", flight("MDW", "2001-01-02T09:00:00Z", 30))
        .restart()
        .becomeIdle();

    assertThat(job.values("delays-by-state", StateDelays.class))
        .containsExactly(new StateDelays("IL", day(1), day(2), 2L, 50L, 30));
  }

  private JobProgress.SourcePartition sum() {
    return job.progress().sources().stream()
        .filter(source -> source.topic().equals("flights"))
        .reduce(DelaysByStateExamplesTest::plus)
        .orElseThrow();
  }

  private static JobProgress.SourcePartition plus(
      JobProgress.SourcePartition a, JobProgress.SourcePartition b) {
    assertThat(a.balanced()).isTrue();
    assertThat(b.balanced()).isTrue();
    return new JobProgress.SourcePartition(
        a.topic(),
        -1,
        a.output(),
        a.position() + b.position(),
        a.watermark(),
        a.idle() && b.idle(),
        a.read() + b.read(),
        a.expanded() + b.expanded(),
        a.filtered() + b.filtered(),
        a.late() + b.late(),
        a.deadLettered() + b.deadLettered(),
        a.skipped() + b.skipped(),
        a.counted() + b.counted());
  }

  private static Instant day(int day) {
    return Instant.parse("2001-01-0" + day + "T00:00:00Z");
  }

  private static Airport airport(String iata, String state) {
    return new Airport(iata, iata, "Somewhere", state, "USA", 0.0, 0.0);
  }

  private static Flight flight(String origin, String departure, int delayMinutes) {
    return new Flight(Instant.parse(departure), delayMinutes, 500, origin, "JFK");
  }
}
