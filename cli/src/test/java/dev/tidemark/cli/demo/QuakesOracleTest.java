package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schemas.Earthquake;
import dev.tidemark.schemas.QuakeSequence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuakesOracleTest {

  private final List<SourceEvent<Earthquake>> quakes = new ArrayList<>();

  @Test
  void shouldExpectNothingOfNothing() {
    Expected<QuakeSequence, Earthquake> expected = QuakesOracle.expect(List.of());

    assertThat(expected.results()).isEmpty();
    assertThat(expected.open()).isZero();
  }

  @Test
  void shouldJoinQuakesThatAreExactlyTheGapApartAndPartTheOthers() {
    quake(0, 0, "CA", "2018-02-01T00:00:00Z", 1.0);
    quake(0, 1, "CA", "2018-02-01T02:00:00Z", 3.5);
    quake(0, 2, "CA", "2018-02-01T04:00:00.001Z", 2.0);
    quake(0, 3, "AK", "2018-02-01T06:10:00.001Z", 0.0);

    Expected<QuakeSequence, Earthquake> expected = QuakesOracle.expect(quakes);

    assertThat(expected.results())
        .containsExactly(
            sequence("CA", "2018-02-01T00:00:00Z", "2018-02-01T02:00:00Z", 2, 3.5),
            sequence("CA", "2018-02-01T04:00:00.001Z", "2018-02-01T04:00:00.001Z", 1, 2.0));
    assertThat(expected.open()).isEqualTo(1);
    assertThat(expected.finalWatermark()).contains(Instant.parse("2018-02-01T06:00:00.001Z"));
  }

  @Test
  void shouldLeaveASequenceOpenUntilTheGapHasPassed() {
    quake(0, 0, "CA", "2018-02-01T00:00:00Z", 1.0);
    quake(1, 0, "AK", "2018-02-01T02:09:59.999Z", 1.0);

    Expected<QuakeSequence, Earthquake> expected = QuakesOracle.expect(quakes);

    assertThat(expected.results()).isEmpty();
    assertThat(expected.open()).isEqualTo(2);
  }

  @Test
  void shouldCallAQuakeLateThatIsNotAfterTheWatermarkOfItsPartition() {
    quake(0, 0, "CA", "2018-02-01T01:00:00Z", 1.0);
    quake(0, 1, "CA", "2018-02-01T00:50:00Z", 1.0);
    quake(0, 2, "CA", "2018-02-01T00:50:00.001Z", 1.0);
    quake(1, 0, "AK", "2018-02-01T00:00:00Z", 1.0);

    Expected<QuakeSequence, Earthquake> expected = QuakesOracle.expect(quakes);

    assertThat(expected.late()).containsExactly(quakes.get(1));
    assertThat(expected.ledger())
        .containsExactly(
            new PartitionLedger(0, 3, 0, 1, 0, 2), new PartitionLedger(1, 1, 0, 0, 0, 1));
  }

  @Test
  void shouldFilterNegativeMagnitudesButNotZero() {
    quake(0, 0, "CA", "2018-02-01T00:00:00Z", -0.01);
    quake(0, 1, "CA", "2018-02-01T00:00:00Z", 0.0);

    assertThat(QuakesOracle.expect(quakes).ledger())
        .containsExactly(new PartitionLedger(0, 2, 1, 0, 0, 1));
  }

  @Test
  void shouldNotConnectASequenceByAFilteredQuake() {
    quake(0, 0, "CA", "2018-02-01T00:00:00Z", 1.0);
    quake(0, 1, "CA", "2018-02-01T01:30:00Z", -1.0);
    quake(0, 2, "CA", "2018-02-01T03:00:00Z", 1.0);
    quake(0, 3, "AK", "2018-02-02T00:00:00Z", 1.0);

    assertThat(QuakesOracle.expect(quakes).results())
        .extracting(QuakeSequence::getQuakes)
        .containsExactly(1L, 1L);
  }

  @Test
  void shouldConnectByAQuakeThatComesAfterwards() {
    quake(0, 0, "CA", "2018-02-01T00:00:00Z", 1.0);
    quake(1, 0, "CA", "2018-02-01T03:00:00Z", 1.0);
    quake(1, 1, "CA", "2018-02-01T02:55:00Z", 1.0);
    quake(0, 1, "CA", "2018-02-01T01:30:00Z", 1.0);
    quake(0, 2, "AK", "2018-02-02T00:00:00Z", 1.0);

    assertThat(QuakesOracle.expect(quakes).results())
        .containsExactly(sequence("CA", "2018-02-01T00:00:00Z", "2018-02-01T03:00:00Z", 4, 1.0));
  }

  private void quake(int partition, long offset, String region, String time, double magnitude) {
    Earthquake quake =
        new Earthquake(
            Instant.parse(time), "id", magnitude, "1km N of Somewhere, " + region, 0.0, 0.0, 0.0);
    quakes.add(new SourceEvent<>(partition, offset, region, quake.getTimeMs(), quake));
  }

  private static QuakeSequence sequence(
      String region, String first, String last, long quakes, double magnitude) {
    return new QuakeSequence(region, Instant.parse(first), Instant.parse(last), quakes, magnitude);
  }
}
