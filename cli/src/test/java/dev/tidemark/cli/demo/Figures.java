package dev.tidemark.cli.demo;

import dev.tidemark.schemas.Airport;
import dev.tidemark.schemas.Earthquake;
import dev.tidemark.schemas.Flight;
import dev.tidemark.schemas.QuakeSequence;
import dev.tidemark.schemas.StateDelays;
import java.util.List;

/** The answers to the demo's own events. */
final class Figures {

  private Figures() {}

  static Expected<StateDelays, Flight> delays() {
    List<Airport> airports = AirportEvents.read().stream().map(Event::value).toList();
    return DelaysOracle.expect(
        airports, SourceEvent.publishedTo(EventLoader.PARTITIONS, FlightEvents.read()));
  }

  static Expected<QuakeSequence, Earthquake> quakes() {
    return QuakesOracle.expect(SourceEvent.publishedTo(EventLoader.PARTITIONS, QuakeEvents.read()));
  }
}
