package dev.tidemark.cli.demo;

import dev.tidemark.schemas.Airport;
import java.time.Instant;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/**
 * 3,376 airports, the table that flights are joined with: key = IATA code.
 *
 * <p>A table of what has long been so: the file has no times, and every record's timestamp is the
 * epoch. States are taken as they are; for 12 airports the file says {@code NA}, and none of the
 * flights leaves from one of them.
 */
public final class AirportEvents {

  /** The topic of the airports. */
  public static final String TOPIC = "airports";

  private static final String RESOURCE = "/dev/tidemark/jobs/delaysbystate/airports.csv.gz";

  private AirportEvents() {}

  /**
   * All airports in file order.
   *
   * @throws IllegalStateException when the file is missing or broken
   */
  public static List<Event<Airport>> read() {
    return CsvResource.read(RESOURCE, AirportEvents::event);
  }

  private static Event<Airport> event(CSVRecord csv) {
    Airport airport =
        Airport.newBuilder()
            .setIata(csv.get("iata"))
            .setName(csv.get("name"))
            .setCity(csv.get("city"))
            .setState(csv.get("state"))
            .setCountry(csv.get("country"))
            .setLatitude(Double.parseDouble(csv.get("latitude")))
            .setLongitude(Double.parseDouble(csv.get("longitude")))
            .build();
    return new Event<>(airport.getIata(), Instant.EPOCH, airport);
  }
}
