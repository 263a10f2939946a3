package dev.tidemark.cli.demo;

import dev.tidemark.schemas.Flight;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVRecord;

/**
 * 20,000 departures of US domestic flights, January to March 2001: key = origin, event time =
 * scheduled departure.
 *
 * <p>They come in the order in which they became known: a flight is known when it has left, at its
 * scheduled departure plus its delay. So event time is out of order by as much as flights are
 * delayed, as in real life.
 */
public final class FlightEvents {

  /** The topic of the flights. */
  public static final String TOPIC = "flights";

  private static final String RESOURCE = "/dev/tidemark/jobs/delaysbystate/flights.csv.gz";

  private static final DateTimeFormatter DEPARTURE =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private FlightEvents() {}

  /**
   * All flights in the order of publication: by scheduled departure + delay, ties in file order.
   *
   * @throws IllegalStateException when the file is missing or broken
   */
  public static List<Event<Flight>> read() {
    return inOrderOfPublication(CsvResource.read(RESOURCE, FlightEvents::event));
  }

  /**
   * These flights by scheduled departure + delay; those known at the same minute stay in the order
   * given.
   */
  static List<Event<Flight>> inOrderOfPublication(List<Event<Flight>> flights) {
    List<Event<Flight>> published = new ArrayList<>(flights);
    published.sort(Comparator.comparing(FlightEvents::knownAt));
    return published;
  }

  /**
   * The event time of a scheduled departure as the file writes it, e.g. {@code 2001/01/01 00:47},
   * read as UTC.
   */
  static Instant departure(String text) {
    return LocalDateTime.parse(text, DEPARTURE).toInstant(ZoneOffset.UTC);
  }

  private static Instant knownAt(Event<Flight> flight) {
    return flight.time().plus(flight.value().getDelayMinutes(), ChronoUnit.MINUTES);
  }

  private static Event<Flight> event(CSVRecord csv) {
    Flight flight =
        Flight.newBuilder()
            .setScheduledDeparture(departure(csv.get("scheduled_departure")))
            .setDelayMinutes(Integer.parseInt(csv.get("delay_minutes")))
            .setDistanceMiles(Integer.parseInt(csv.get("distance_miles")))
            .setOrigin(csv.get("origin"))
            .setDestination(csv.get("destination"))
            .build();
    return new Event<>(flight.getOrigin(), flight.getScheduledDeparture(), flight);
  }
}
