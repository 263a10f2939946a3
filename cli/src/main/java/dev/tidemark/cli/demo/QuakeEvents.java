package dev.tidemark.cli.demo;

import dev.tidemark.schemas.Earthquake;
import java.time.Instant;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/**
 * 1,707 earthquakes, all of the week to 2018-02-07: key = region, event time = when it happened.
 *
 * <p>They come in file order, which is the order of time.
 */
public final class QuakeEvents {

  /** The topic of the earthquakes. */
  public static final String TOPIC = "earthquakes";

  private static final String RESOURCE = "/dev/tidemark/jobs/quakesequences/earthquakes.csv.gz";

  private QuakeEvents() {}

  /**
   * All earthquakes in the order of publication.
   *
   * @throws IllegalStateException when the file is missing or broken
   */
  public static List<Event<Earthquake>> read() {
    return CsvResource.read(RESOURCE, QuakeEvents::event);
  }

  /**
   * The region of a place: what follows its last {@code ", "}, or the whole of it. {@code 12km E of
   * Coso Junction, CA} is in {@code CA}, {@code Banda Sea} in {@code Banda Sea}.
   */
  public static String regionOf(String place) {
    int comma = place.lastIndexOf(", ");
    return comma < 0 ? place : place.substring(comma + 2);
  }

  private static Event<Earthquake> event(CSVRecord csv) {
    Earthquake quake =
        Earthquake.newBuilder()
            .setTimeMs(Instant.ofEpochMilli(Long.parseLong(csv.get("time_ms"))))
            .setId(csv.get("id"))
            .setMagnitude(Double.parseDouble(csv.get("magnitude")))
            .setPlace(csv.get("place"))
            .setLongitude(Double.parseDouble(csv.get("longitude")))
            .setLatitude(Double.parseDouble(csv.get("latitude")))
            .setDepthKm(Double.parseDouble(csv.get("depth_km")))
            .build();
    return new Event<>(regionOf(quake.getPlace()), quake.getTimeMs(), quake);
  }
}
