package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schemas.Earthquake;
import dev.tidemark.schemas.Flight;
import dev.tidemark.schemas.QuakeSequence;
import dev.tidemark.schemas.StateDelays;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the demo must show. The figures move only when the events or the rules of a job do. */
class FiguresTest {

  @Test
  void shouldExpectOfTheFlightsWhatTheDemoShows() {
    Expected<StateDelays, Flight> delays = Figures.delays();

    assertThat(delays.results()).hasSize(1_781);
    assertThat(delays.open()).isEqualTo(18);
    assertThat(delays.late()).hasSize(8);
    assertThat(delays.deadLettered()).isEmpty();
    assertThat(delays.ledger())
        .containsExactly(
            new PartitionLedger(0, 4_462, 3_450, 4, 0, 1_008),
            new PartitionLedger(1, 6_110, 4_730, 0, 0, 1_380),
            new PartitionLedger(2, 3_183, 2_538, 2, 0, 643),
            new PartitionLedger(3, 6_245, 4_933, 2, 0, 1_310));
    assertThat(delays.finalWatermark()).contains(Instant.parse("2001-03-31T21:57:00Z"));
  }

  @Test
  void shouldExpectOfTheEarthquakesWhatTheDemoShows() {
    Expected<QuakeSequence, Earthquake> quakes = Figures.quakes();

    assertThat(quakes.results()).hasSize(334);
    assertThat(quakes.open()).isEqualTo(3);
    assertThat(quakes.late()).isEmpty();
    assertThat(quakes.deadLettered()).isEmpty();
    assertThat(quakes.ledger())
        .containsExactly(
            new PartitionLedger(0, 861, 16, 0, 0, 845),
            new PartitionLedger(1, 114, 0, 0, 0, 114),
            new PartitionLedger(2, 348, 28, 0, 0, 320),
            new PartitionLedger(3, 384, 0, 0, 0, 384));
    assertThat(quakes.finalWatermark()).contains(Instant.parse("2018-02-07T01:16:13.840Z"));
  }
}
