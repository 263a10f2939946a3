package dev.tidemark.cli.demo;

import dev.tidemark.schemas.Airport;
import dev.tidemark.schemas.Earthquake;
import dev.tidemark.schemas.Flight;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import java.util.List;

/**
 * The events of one topic, in the order in which they are published.
 *
 * @param topic the topic; the schema of its values is registered under {@code <topic>-value}
 * @param type the type of the values
 * @param events the events
 * @param <T> the Avro class of the values
 */
public record TopicEvents<T>(String topic, Type<T> type, List<Event<T>> events) {

  public TopicEvents {
    events = List.copyOf(events);
  }

  /** Reads the table of airports. */
  public static TopicEvents<Airport> airports() {
    return new TopicEvents<>(AirportEvents.TOPIC, Types.avro(Airport.class), AirportEvents.read());
  }

  /** Reads the flights. */
  public static TopicEvents<Flight> flights() {
    return new TopicEvents<>(FlightEvents.TOPIC, Types.avro(Flight.class), FlightEvents.read());
  }

  /** Reads the earthquakes. */
  public static TopicEvents<Earthquake> quakes() {
    return new TopicEvents<>(QuakeEvents.TOPIC, Types.avro(Earthquake.class), QuakeEvents.read());
  }

  /** Returns all events of the demo; the table comes before what is joined with it. */
  public static List<TopicEvents<?>> all() {
    return List.of(airports(), flights(), quakes());
  }

  /** Returns the subject of the values' schema. */
  public String subject() {
    return topic + "-value";
  }
}
