package dev.tidemark.jobs.quakesequences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schemas.Earthquake;
import dev.tidemark.schemas.QuakeSequence;
import dev.tidemark.testkit.JobHarness;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the job does, by example. */
class QuakeSequencesExamplesTest {

  private final JobHarness job = JobHarness.of(new QuakeSequences(), Map.of());

  @Test
  void shouldJoinQuakesOfARegionThatAreAtMostTwoHoursApart() {
    send("9km N of Anza, CA", "00:00:00", 1.5);
    send("2km E of Brea, CA", "02:00:00", 2.5);
    send("1km S of Anza, CA", "03:30:00", 0.5);
    send("10km W of Anza, CA", "05:30:01", 1.0);
    send("Fiji region", "12:00:00", 4.5);
    job.becomeIdle();

    assertThat(job.values("quake-sequences", QuakeSequence.class))
        .containsExactlyInAnyOrder(
            new QuakeSequence("CA", at("00:00:00"), at("03:30:00"), 3L, 2.5),
            new QuakeSequence("CA", at("05:30:01"), at("05:30:01"), 1L, 1.0));
  }

  @Test
  void shouldLeaveOutNegativeMagnitudes() {
    send("9km N of Anza, CA", "00:00:00", -0.1);
    send("9km N of Anza, CA", "00:30:00", 0.0);
    send("9km N of Anza, CA", "12:00:00", 1.0);
    job.becomeIdle();

    assertThat(job.values("quake-sequences", QuakeSequence.class))
        .containsExactly(new QuakeSequence("CA", at("00:30:00"), at("00:30:00"), 1L, 0.0));
  }

  @Test
  void shouldLetAQuakeThatComesOutOfOrderConnectTwoSequences() {
    send("9km N of Anza, CA", "00:00:00", 1.0);
    send("9km N of Anza, CA", "00:05:00", 2.0);
    send("9km N of Anza, CA", "00:01:00", 3.0);
    send("9km N of Anza, CA", "12:00:00", 1.0);
    job.becomeIdle();

    assertThat(job.values("quake-sequences", QuakeSequence.class))
        .containsExactly(new QuakeSequence("CA", at("00:00:00"), at("00:05:00"), 3L, 3.0));
  }

  private void send(String place, String time, double magnitude) {
    String region = place.substring(place.lastIndexOf(", ") + 1).trim();
    job.send(
        "earthquakes", region, new Earthquake(at(time), "id", magnitude, place, 0.0, 0.0, 1.0));
  }

  private static Instant at(String time) {
    return Instant.parse("2018-02-01T" + time + "Z");
  }
}
