package dev.tidemark.jobs.delaysbystate;

import static dev.tidemark.serde.Types.INTEGER;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.serde.Types.avro;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.max;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;

import dev.tidemark.schemas.Airport;
import dev.tidemark.schemas.Flight;
import dev.tidemark.schemas.StateDelays;
import dev.tidemark.topology.dsl.Join;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Duration;

/**
 * The flights that left more than 15 minutes late: their number, total delay and maximum delay, for
 * each state of departure and each UTC day of the scheduled departure.
 *
 * <p>A flight is published once it has left, so event time comes out of order by as much as flights
 * are delayed; a flight more than 30 minutes behind its partition may be late for its day, and is
 * then written to {@code delays-late}.
 *
 * <p>The state is the airport's as the table has it, unknown ones ({@code NA}) included; a flight
 * from an airport that the table doesn't have is filtered. Flights must be keyed by their origin;
 * one that isn't is a dead letter.
 *
 * <p>Parameters: {@code idle-after}, how long a partition must be proved to have nothing more
 * before it stops holding the others back (1m); {@code max-ahead}, how far ahead of its partition a
 * departure may be before it is taken for a mistake and becomes a dead letter (30d).
 */
public final class DelaysByState implements StreamJob {

  private static final int PUNCTUAL_MINUTES = 15;

  @Override
  public void define(Topology topology) {
    Duration idleAfter = topology.parameter("idle-after", ofMinutes(1));
    Duration maxAhead = topology.parameter("max-ahead", ofDays(30));

    var airports = topology.table("airports", STRING, avro(Airport.class));

    topology.stream("flights", avro(Flight.class))
        .eventTime(
            Flight::getScheduledDeparture,
            outOfOrderBy(ofMinutes(30)).idleAfter(idleAfter).maxAhead(maxAhead))
        .filter("delayed", flight -> flight.getDelayMinutes() > PUNCTUAL_MINUTES)
        .join(
            Join.inner(airports).onRecordKey(),
            Flight::getOrigin,
            (flight, airport) -> new DelayedFlight(airport.getState(), flight.getDelayMinutes()))
        .keyBy(STRING, DelayedFlight::state)
        .window("delays", tumbling(ofDays(1)).lateTo("delays-late"))
        .aggregate(
            count(),
            sum(DelayedFlight::delayMinutes),
            max(INTEGER, DelayedFlight::delayMinutes),
            (window, flights, totalMinutes, maxMinutes) ->
                new StateDelays(
                    window.key(), window.start(), window.end(), flights, totalMinutes, maxMinutes))
        .to("delays-by-state", STRING, StateDelays::getState, avro(StateDelays.class));
  }
}
