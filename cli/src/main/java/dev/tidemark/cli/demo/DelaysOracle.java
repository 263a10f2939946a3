package dev.tidemark.cli.demo;

import dev.tidemark.cli.demo.SourceReplay.Fate;
import dev.tidemark.schemas.Airport;
import dev.tidemark.schemas.Flight;
import dev.tidemark.schemas.StateDelays;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The expected results of the job {@code delays-by-state}, computed offline and without any code of
 * the engine.
 *
 * <p>The rules. A partition's watermark is its highest event time less 30 minutes. A flight delayed
 * by 15 minutes or less is filtered, one whose airport is not in the table as well; one whose
 * record key is not its origin is a dead letter. What remains belongs to the UTC day of its
 * scheduled departure; it is late when that day was already complete by the watermark that its own
 * partition had before it, i.e. when {@code end of the day - 1 ms <= watermark}. Once all
 * partitions are idle, the highest of their watermarks is released: the days that it completes are
 * written, the others stay open. An event more than 30 days ahead of its partition's highest event
 * time is a dead letter and moves nothing.
 */
public final class DelaysOracle {

  private static final Duration OUT_OF_ORDER = Duration.ofMinutes(30);
  private static final Duration MAX_AHEAD = Duration.ofDays(30);
  private static final int DELAYED_MINUTES = 15;

  /** One state's share of one day. */
  private record Pane(Instant day, String state) {
    Instant end() {
      return day.plus(1, ChronoUnit.DAYS);
    }
  }

  private DelaysOracle() {}

  /**
   * Computes the answer.
   *
   * @param airports the table, complete before the first flight is joined; of two with one IATA
   *     code the later counts
   * @param flights the events of the topic, without any that can't be decoded; their order in the
   *     list does not matter, their partitions and offsets do
   * @throws IllegalArgumentException when two flights have the same place in the log
   */
  public static Expected<StateDelays, Flight> expect(
      List<Airport> airports, List<SourceEvent<Flight>> flights) {
    Map<String, String> stateOf = new HashMap<>();
    airports.forEach(airport -> stateOf.put(airport.getIata(), airport.getState()));

    SourceReplay<Flight> replay =
        new SourceReplay<>(
            OUT_OF_ORDER, MAX_AHEAD, (flight, watermark) -> fate(flight, watermark, stateOf));
    replay.read(flights);

    Map<Pane, StateDelays> panes =
        new TreeMap<>(Comparator.comparing(Pane::day).thenComparing(Pane::state));
    for (Flight flight : replay.counted()) {
      Pane pane = new Pane(dayOf(flight), Objects.requireNonNull(stateOf.get(flight.getOrigin())));
      panes.merge(pane, delaysOf(pane, flight), DelaysOracle::together);
    }
    List<StateDelays> results = new ArrayList<>();
    panes.forEach(
        (pane, delays) -> {
          if (isComplete(pane.end(), replay.finalWatermark())) {
            results.add(delays);
          }
        });
    return replay.expected(results, panes.size() - results.size());
  }

  private static Fate fate(
      SourceEvent<Flight> event, @Nullable Instant watermark, Map<String, String> stateOf) {
    Flight flight = event.value();
    if (flight.getDelayMinutes() <= DELAYED_MINUTES) {
      return Fate.FILTERED;
    }
    if (!flight.getOrigin().equals(event.key())) {
      return Fate.DEAD_LETTERED;
    }
    if (!stateOf.containsKey(flight.getOrigin())) {
      return Fate.FILTERED;
    }
    return isComplete(dayOf(flight).plus(1, ChronoUnit.DAYS), watermark) ? Fate.LATE : Fate.COUNTED;
  }

  private static boolean isComplete(Instant end, @Nullable Instant watermark) {
    return watermark != null && !end.minusMillis(1).isAfter(watermark);
  }

  private static Instant dayOf(Flight flight) {
    return flight.getScheduledDeparture().truncatedTo(ChronoUnit.DAYS);
  }

  private static StateDelays delaysOf(Pane pane, Flight flight) {
    return new StateDelays(
        pane.state(),
        pane.day(),
        pane.end(),
        1L,
        (long) flight.getDelayMinutes(),
        flight.getDelayMinutes());
  }

  private static StateDelays together(StateDelays one, StateDelays other) {
    return new StateDelays(
        one.getState(),
        one.getWindowStart(),
        one.getWindowEnd(),
        one.getFlights() + other.getFlights(),
        one.getTotalDelayMinutes() + other.getTotalDelayMinutes(),
        Math.max(one.getMaxDelayMinutes(), other.getMaxDelayMinutes()));
  }
}
