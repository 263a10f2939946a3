package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.schemas.Airport;
import dev.tidemark.schemas.Flight;
import dev.tidemark.schemas.StateDelays;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DelaysOracleTest {

  private static final Instant JAN_1 = Instant.parse("2001-01-01T00:00:00Z");
  private static final Instant JAN_2 = Instant.parse("2001-01-02T00:00:00Z");
  private static final Instant JAN_3 = Instant.parse("2001-01-03T00:00:00Z");

  private static final List<Airport> AIRPORTS =
      List.of(airport("JFK", "NY"), airport("BUF", "NY"), airport("SFO", "CA"));

  private final List<SourceEvent<Flight>> flights = new ArrayList<>();

  @Test
  void shouldExpectNothingOfNothing() {
    Expected<StateDelays, Flight> expected = DelaysOracle.expect(AIRPORTS, List.of());

    assertThat(expected.results()).isEmpty();
    assertThat(expected.ledger()).isEmpty();
    assertThat(expected.open()).isZero();
    assertThat(expected.finalWatermark()).isEmpty();
  }

  @Test
  void shouldSumTheDelaysOfAStateOverItsAirportsAndPartitions() {
    flight(0, 0, "JFK", "2001-01-01T10:00:00Z", 20);
    flight(1, 0, "BUF", "2001-01-01T11:00:00Z", 100);
    flight(1, 1, "SFO", "2001-01-01T12:00:00Z", 16);
    flight(0, 1, "JFK", "2001-01-02T00:29:59.999Z", 0);

    Expected<StateDelays, Flight> expected = DelaysOracle.expect(AIRPORTS, flights);

    assertThat(expected.results())
        .containsExactly(
            new StateDelays("CA", JAN_1, JAN_2, 1L, 16L, 16),
            new StateDelays("NY", JAN_1, JAN_2, 2L, 120L, 100));
    assertThat(expected.open()).isZero();
    assertThat(expected.ledger())
        .containsExactly(
            new PartitionLedger(0, 2, 1, 0, 0, 1), new PartitionLedger(1, 2, 0, 0, 0, 2));
    assertThat(expected.finalWatermark()).contains(Instant.parse("2001-01-01T23:59:59.999Z"));
  }

  @Test
  void shouldLeaveOpenWhatTheFinalWatermarkDoesNotComplete() {
    flight(0, 0, "JFK", "2001-01-01T10:00:00Z", 20);
    flight(0, 1, "SFO", "2001-01-02T00:29:59.998Z", 60);

    Expected<StateDelays, Flight> expected = DelaysOracle.expect(AIRPORTS, flights);

    assertThat(expected.results()).isEmpty();
    assertThat(expected.open()).isEqualTo(2);
  }

  @Test
  void shouldCallAFlightLateOnceItsOwnPartitionHasCompletedItsDay() {
    flight(0, 0, "JFK", "2001-01-02T00:29:59.999Z", 16);
    flight(0, 1, "JFK", "2001-01-01T23:59:59.999Z", 30);

    Expected<StateDelays, Flight> expected = DelaysOracle.expect(AIRPORTS, flights);

    assertThat(expected.late()).containsExactly(flights.get(1));
    assertThat(expected.ledger()).containsExactly(new PartitionLedger(0, 2, 0, 1, 0, 1));
  }

  @Test
  void shouldNotCallAFlightLateForWhatAnotherPartitionHasSeen() {
    flight(0, 0, "JFK", "2001-01-09T00:00:00Z", 16);
    flight(1, 0, "SFO", "2001-01-01T10:00:00Z", 30);

    Expected<StateDelays, Flight> expected = DelaysOracle.expect(AIRPORTS, flights);

    assertThat(expected.late()).isEmpty();
    assertThat(expected.results())
        .containsExactly(new StateDelays("CA", JAN_1, JAN_2, 1L, 30L, 30));
  }

  @Test
  void shouldNotCallAFlightLateByItsOwnTime() {
    flight(0, 0, "JFK", "2001-01-02T00:29:59.998Z", 16);
    flight(0, 1, "JFK", "2001-01-01T00:00:00Z", 30);
    flight(0, 2, "JFK", "2001-01-03T09:00:00Z", 16);

    assertThat(DelaysOracle.expect(AIRPORTS, flights).late()).isEmpty();
  }

  @Test
  void shouldLetAFilteredFlightMoveTheWatermark() {
    flight(0, 0, "JFK", "2001-01-02T05:00:00Z", 15);
    flight(0, 1, "JFK", "2001-01-01T10:00:00Z", 30);

    Expected<StateDelays, Flight> expected = DelaysOracle.expect(AIRPORTS, flights);

    assertThat(expected.late()).hasSize(1);
    assertThat(expected.total(PartitionLedger::filtered)).isEqualTo(1);
  }

  @Test
  void shouldFilterALatePunctualFlightRatherThanCallItLate() {
    flight(0, 0, "JFK", "2001-01-03T05:00:00Z", 15);
    flight(0, 1, "JFK", "2001-01-01T10:00:00Z", 15);

    assertThat(DelaysOracle.expect(AIRPORTS, flights).ledger())
        .containsExactly(new PartitionLedger(0, 2, 2, 0, 0, 0));
  }

  @Test
  void shouldFilterAFlightOfAnUnknownAirport() {
    flight(0, 0, "XXX", "2001-01-01T10:00:00Z", 30);

    assertThat(DelaysOracle.expect(AIRPORTS, flights).ledger())
        .containsExactly(new PartitionLedger(0, 1, 1, 0, 0, 0));
  }

  @Test
  void shouldJoinTheLatestAirport() {
    flight(0, 0, "JFK", "2001-01-01T10:00:00Z", 30);
    flight(0, 1, "JFK", "2001-01-05T10:00:00Z", 0);

    assertThat(
            DelaysOracle.expect(List.of(airport("JFK", "NY"), airport("JFK", "NJ")), flights)
                .results())
        .containsExactly(new StateDelays("NJ", JAN_1, JAN_2, 1L, 30L, 30));
  }

  @Test
  void shouldRefuseAFlightFarAheadAndLetItMoveNothing() {
    flight(0, 0, "JFK", "2001-01-01T10:00:00Z", 30);
    flight(0, 1, "JFK", "2011-01-01T10:00:00Z", 30);
    flight(0, 2, "JFK", "2001-01-01T11:00:00Z", 30);

    Expected<StateDelays, Flight> expected = DelaysOracle.expect(AIRPORTS, flights);

    assertThat(expected.deadLettered()).containsExactly(flights.get(1));
    assertThat(expected.late()).isEmpty();
    assertThat(expected.finalWatermark()).contains(Instant.parse("2001-01-01T10:30:00Z"));
    assertThat(expected.open()).isEqualTo(1);
  }

  @Test
  void shouldRefuseAFlightWhoseKeyIsNotItsOrigin() {
    flights.add(new SourceEvent<>(0, 0, null, JAN_3, new Flight(JAN_3, 20, 1, "JFK", "SFO")));
    flights.add(new SourceEvent<>(0, 1, "SFO", JAN_3, new Flight(JAN_3, 20, 1, "JFK", "SFO")));

    assertThat(DelaysOracle.expect(AIRPORTS, flights).ledger())
        .containsExactly(new PartitionLedger(0, 2, 0, 0, 2, 0));
  }

  @Test
  void shouldReadInTheOrderOfOffsetsWhateverTheOrderOfTheList() {
    flight(0, 1, "JFK", "2001-01-01T10:00:00Z", 30);
    flight(0, 0, "JFK", "2001-01-02T05:00:00Z", 30);

    assertThat(DelaysOracle.expect(AIRPORTS, flights).late()).containsExactly(flights.get(0));
  }

  @Test
  void shouldRefuseTwoFlightsAtOnePlaceOfTheLog() {
    flight(0, 7, "JFK", "2001-01-01T10:00:00Z", 30);
    flight(0, 7, "JFK", "2001-01-02T05:00:00Z", 30);

    assertThatThrownBy(() -> DelaysOracle.expect(AIRPORTS, flights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("offset 7 of partition 0");
  }

  private void flight(
      int partition, long offset, @Nullable String origin, String departure, int delayMinutes) {
    Instant time = Instant.parse(departure);
    flights.add(
        new SourceEvent<>(
            partition, offset, origin, time, new Flight(time, delayMinutes, 1, origin, "LAX")));
  }

  private static Airport airport(String iata, String state) {
    return new Airport(iata, iata + " airport", "city", state, "USA", 0.0, 0.0);
  }
}
