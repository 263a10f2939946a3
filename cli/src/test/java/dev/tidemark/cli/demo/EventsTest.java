package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.schemas.Airport;
import dev.tidemark.schemas.Earthquake;
import dev.tidemark.schemas.Flight;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsTest {

  @Test
  void shouldReadEveryFlight() {
    List<Event<Flight>> flights = FlightEvents.read();

    assertThat(flights).hasSize(20_000);
    assertThat(flights)
        .allSatisfy(
            flight -> {
              assertThat(flight.key()).isEqualTo(flight.value().getOrigin());
              assertThat(flight.time()).isEqualTo(flight.value().getScheduledDeparture());
            });
  }

  @Test
  void shouldPublishFlightsWhenTheyHaveLeft() {
    List<Event<Flight>> flights = FlightEvents.read();

    assertThat(flights)
        .isSortedAccordingTo(
            Comparator.comparing(
                flight ->
                    flight.time().plus(Duration.ofMinutes(flight.value().getDelayMinutes()))));
    assertThat(flights)
        .isNotEqualTo(flights.stream().sorted(Comparator.comparing(Event::time)).toList());
  }

  @Test
  void shouldKeepFileOrderAmongFlightsThatLeaveInOneMinute() {
    Event<Flight> first = flight("2001-01-01T10:00:00Z", 20, "BBB");
    Event<Flight> second = flight("2001-01-01T10:30:00Z", -10, "AAA");
    Event<Flight> earlier = flight("2001-01-01T10:10:00Z", 0, "CCC");

    assertThat(FlightEvents.inOrderOfPublication(List.of(first, second, earlier)))
        .containsExactly(earlier, first, second);
    assertThat(FlightEvents.inOrderOfPublication(List.of(second, earlier, first)))
        .containsExactly(earlier, second, first);
  }

  @Test
  void shouldReadDeparturesAsUtc() {
    assertThat(FlightEvents.departure("2001/01/01 00:47"))
        .isEqualTo(Instant.parse("2001-01-01T00:47:00Z"));
  }

  @Test
  void shouldRefuseADayThatDoesNotExist() {
    assertThatThrownBy(() -> FlightEvents.departure("2001/02/29 00:47"))
        .isInstanceOf(DateTimeParseException.class);
  }

  @Test
  void shouldReadEveryAirport() {
    List<Event<Airport>> airports = AirportEvents.read();

    assertThat(airports).hasSize(3_376);
    assertThat(airports).extracting(Event::key).doesNotHaveDuplicates();
    assertThat(
            airports.stream().map(Event::value).filter(airport -> airport.getIata().equals("35A")))
        .singleElement()
        .satisfies(
            airport -> {
              assertThat(airport.getName()).isEqualTo("Union County, Troy Shelton");
              assertThat(airport.getState()).isEqualTo("SC");
            });
  }

  @Test
  void shouldFindTheAirportOfEveryFlightAndItsState() {
    Map<String, String> stateOf = new HashMap<>();
    AirportEvents.read().forEach(airport -> stateOf.put(airport.key(), airport.value().getState()));

    Set<String> states =
        FlightEvents.read().stream()
            .map(flight -> stateOf.get(flight.key()))
            .collect(Collectors.toSet());

    assertThat(states).hasSize(51).doesNotContainNull().doesNotContain("NA");
  }

  @Test
  void shouldReadEveryEarthquakeInTheOrderOfTime() {
    List<Event<Earthquake>> quakes = QuakeEvents.read();

    assertThat(quakes).hasSize(1_707);
    assertThat(quakes).isSortedAccordingTo(Comparator.comparing(Event::time));
    assertThat(quakes.get(0).value())
        .isEqualTo(
            new Earthquake(
                Instant.ofEpochMilli(1517363399650L),
                "uw61345682",
                0.31,
                "37km NNE of Amboy, Washington",
                -122.197,
                46.2035,
                3.28));
    assertThat(quakes.get(0).key()).isEqualTo("Washington");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12km E of Coso Junction, CA | CA",
        "Banda Sea | Banda Sea",
        "1km N of A, B, C | C",
        "a,b | a,b",
      })
  void shouldTakeTheRegionFromTheEndOfAPlace(String place, String region) {
    assertThat(QuakeEvents.regionOf(place)).isEqualTo(region);
  }

  @Test
  void shouldNameTheRowThatCannotBeUnderstood() {
    assertThatThrownBy(
            () ->
                CsvResource.read(
                    "/dev/tidemark/jobs/delaysbystate/airports.csv.gz",
                    csv -> Integer.valueOf(csv.get("iata"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("row 1 of /dev/tidemark/jobs/delaysbystate/airports.csv.gz");
  }

  @Test
  void shouldNameTheFileThatIsMissing() {
    assertThatThrownBy(() -> CsvResource.read("/nowhere.csv.gz", csv -> csv))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("/nowhere.csv.gz");
  }

  @Test
  void shouldGiveEachEventItsPlaceInTheLog() {
    List<SourceEvent<Flight>> published = SourceEvent.publishedTo(4, FlightEvents.read());

    assertThat(published).hasSize(20_000);
    for (int partition = 0; partition < 4; partition++) {
      int wanted = partition;
      List<SourceEvent<Flight>> there =
          published.stream().filter(event -> event.partition() == wanted).toList();
      assertThat(there).isNotEmpty();
      assertThat(there.get(0).offset()).isZero();
      assertThat(there.get(there.size() - 1).offset()).isEqualTo(there.size() - 1);
    }
    assertThat(published.stream().collect(Collectors.groupingBy(SourceEvent::key)).values())
        .allSatisfy(
            ofOneKey ->
                assertThat(ofOneKey)
                    .extracting(SourceEvent::partition)
                    .containsOnly(ofOneKey.get(0).partition()));
  }

  private static Event<Flight> flight(String departure, int delayMinutes, String origin) {
    Instant time = Instant.parse(departure);
    return new Event<>(origin, time, new Flight(time, delayMinutes, 100, origin, "XYZ"));
  }
}
