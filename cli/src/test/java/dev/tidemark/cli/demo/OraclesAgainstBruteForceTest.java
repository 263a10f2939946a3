package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schemas.Airport;
import dev.tidemark.schemas.Earthquake;
import dev.tidemark.schemas.Flight;
import dev.tidemark.schemas.QuakeSequence;
import dev.tidemark.schemas.StateDelays;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The oracles once more, written the slow and obvious way: every question is answered by looking at
 * all events again, in plain milliseconds.
 */
class OraclesAgainstBruteForceTest {

  private static final int SEEDS = 3_000;
  private static final int PARTITIONS = 3;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long START = Instant.parse("2001-01-01T00:00:00Z").toEpochMilli();
  private static final String[] ORIGINS = {"JFK", "BUF", "SFO", "XXX"};
  private static final String[] STATES = {"CA", "NY"};
  private static final List<Airport> AIRPORTS =
      List.of(
          airport("JFK", "??"), airport("SFO", "CA"), airport("BUF", "NY"), airport("JFK", "NY"));

  @Test
  void shouldComputeDelaysAsTheBruteForceDoes() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<SourceEvent<Flight>> log = flights(new SplittableRandom(seed));

      Expected<StateDelays, Flight> expected = DelaysOracle.expect(AIRPORTS, log);

      checkDelays("seed " + seed, log, expected);
    }
  }

  @Test
  void shouldComputeSequencesAsTheBruteForceDoes() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<SourceEvent<Earthquake>> log = quakes(new SplittableRandom(seed));

      Expected<QuakeSequence, Earthquake> expected = QuakesOracle.expect(log);

      checkSequences("seed " + seed, log, expected);
    }
  }

  private static void checkDelays(
      String seed, List<SourceEvent<Flight>> log, Expected<StateDelays, Flight> expected) {
    Brute<Flight> brute = new Brute<>(log, 30 * MINUTE);
    List<SourceEvent<Flight>> late = new ArrayList<>();
    List<SourceEvent<Flight>> counted = new ArrayList<>();
    for (SourceEvent<Flight> event : log) {
      boolean passes =
          !brute.tooFarAhead(event)
              && event.value().getDelayMinutes() > 15
              && event.value().getOrigin().equals(event.key())
              && !event.value().getOrigin().equals("XXX");
      if (passes) {
        long lastInstant = (Math.floorDiv(event.time().toEpochMilli(), DAY) + 1) * DAY - 1;
        OptionalLong watermark = brute.watermarkBefore(event);
        (watermark.isPresent() && lastInstant <= watermark.getAsLong() ? late : counted).add(event);
      }
    }

    List<StateDelays> results = new ArrayList<>();
    long open = 0;
    for (long day : daysOf(counted)) {
      for (String state : STATES) {
        List<Flight> there = ofDayAndState(counted, day, state);
        if (there.isEmpty()) {
          continue;
        }
        if (brute.finalWatermark().orElseThrow() < day + DAY - 1) {
          open++;
          continue;
        }
        results.add(
            new StateDelays(
                state,
                Instant.ofEpochMilli(day),
                Instant.ofEpochMilli(day + DAY),
                (long) there.size(),
                there.stream().mapToLong(Flight::getDelayMinutes).sum(),
                there.stream().mapToInt(Flight::getDelayMinutes).max().orElseThrow()));
      }
    }
    assertThat(expected.results()).as(seed).isEqualTo(results);
    assertThat(expected.open()).as(seed).isEqualTo(open);
    assertThat(expected.late()).as(seed).containsExactlyInAnyOrderElementsOf(late);
    checkLedger(seed, expected, log.size(), counted.size());
  }

  private static Set<Long> daysOf(List<SourceEvent<Flight>> flights) {
    Set<Long> days = new TreeSet<>();
    flights.forEach(flight -> days.add(Math.floorDiv(flight.time().toEpochMilli(), DAY) * DAY));
    return days;
  }

  private static List<Flight> ofDayAndState(
      List<SourceEvent<Flight>> flights, long day, String state) {
    return flights.stream()
        .map(SourceEvent::value)
        .filter(flight -> (flight.getOrigin().equals("SFO") ? "CA" : "NY").equals(state))
        .filter(
            flight -> {
              long time = flight.getScheduledDeparture().toEpochMilli();
              return time >= day && time < day + DAY;
            })
        .toList();
  }

  private static void checkSequences(
      String seed,
      List<SourceEvent<Earthquake>> log,
      Expected<QuakeSequence, Earthquake> expected) {
    Brute<Earthquake> brute = new Brute<>(log, 10 * MINUTE);
    List<SourceEvent<Earthquake>> late = new ArrayList<>();
    List<SourceEvent<Earthquake>> counted = new ArrayList<>();
    for (SourceEvent<Earthquake> event : log) {
      if (!brute.tooFarAhead(event) && event.value().getMagnitude() >= 0) {
        OptionalLong watermark = brute.watermarkBefore(event);
        boolean isLate =
            watermark.isPresent() && event.time().toEpochMilli() <= watermark.getAsLong();
        (isLate ? late : counted).add(event);
      }
    }

    List<QuakeSequence> results = new ArrayList<>();
    long open = 0;
    for (List<SourceEvent<Earthquake>> component : componentsOf(counted)) {
      LongStream times = component.stream().mapToLong(event -> event.time().toEpochMilli());
      var summary = times.summaryStatistics();
      if (summary.getMax() + 2 * HOUR > brute.finalWatermark().orElseThrow()) {
        open++;
        continue;
      }
      results.add(
          new QuakeSequence(
              component.get(0).key(),
              Instant.ofEpochMilli(summary.getMin()),
              Instant.ofEpochMilli(summary.getMax()),
              summary.getCount(),
              component.stream()
                  .mapToDouble(event -> event.value().getMagnitude())
                  .max()
                  .orElseThrow()));
    }
    assertThat(expected.results()).as(seed).containsExactlyInAnyOrderElementsOf(results);
    assertThat(expected.open()).as(seed).isEqualTo(open);
    assertThat(expected.late()).as(seed).containsExactlyInAnyOrderElementsOf(late);
    checkLedger(seed, expected, log.size(), counted.size());
  }

  /**
   * Connects every two quakes of a region that are at most the gap apart, until nothing changes.
   */
  private static List<List<SourceEvent<Earthquake>>> componentsOf(
      List<SourceEvent<Earthquake>> quakes) {
    int[] component = new int[quakes.size()];
    for (int i = 0; i < component.length; i++) {
      component[i] = i;
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i < component.length; i++) {
        for (int j = 0; j < component.length; j++) {
          boolean connected =
              quakes.get(i).value().getPlace().equals(quakes.get(j).value().getPlace())
                  && Math.abs(
                          quakes.get(i).time().toEpochMilli() - quakes.get(j).time().toEpochMilli())
                      <= 2 * HOUR;
          if (connected && component[i] > component[j]) {
            component[i] = component[j];
            changed = true;
          }
        }
      }
    }
    List<List<SourceEvent<Earthquake>>> components = new ArrayList<>();
    for (int label = 0; label < component.length; label++) {
      List<SourceEvent<Earthquake>> members = new ArrayList<>();
      for (int i = 0; i < component.length; i++) {
        if (component[i] == label) {
          members.add(quakes.get(i));
        }
      }
      if (!members.isEmpty()) {
        components.add(members);
      }
    }
    return components;
  }

  private static void checkLedger(String seed, Expected<?, ?> expected, int read, int counted) {
    assertThat(expected.total(PartitionLedger::read)).as(seed).isEqualTo(read);
    assertThat(expected.total(PartitionLedger::counted)).as(seed).isEqualTo(counted);
    assertThat(expected.total(PartitionLedger::late)).as(seed).isEqualTo(expected.late().size());
    assertThat(expected.total(PartitionLedger::deadLettered))
        .as(seed)
        .isEqualTo(expected.deadLettered().size());
    assertThat(expected.ledger())
        .as(seed)
        .allMatch(
            row -> row.read() == row.filtered() + row.late() + row.deadLettered() + row.counted());
  }

  /** Clocks by looking back at the whole log for each event. */
  private record Brute<T>(List<SourceEvent<T>> log, long outOfOrderMs) {

    OptionalLong highestBefore(int partition, long offset) {
      OptionalLong highest = OptionalLong.empty();
      for (long at : new TreeSet<>(offsetsBefore(partition, offset))) {
        long time = timeAt(partition, at);
        boolean accepted = highest.isEmpty() || time <= highest.getAsLong() + 30 * DAY;
        if (accepted && (highest.isEmpty() || time > highest.getAsLong())) {
          highest = OptionalLong.of(time);
        }
      }
      return highest;
    }

    boolean tooFarAhead(SourceEvent<T> event) {
      OptionalLong highest = highestBefore(event.partition(), event.offset());
      return highest.isPresent() && event.time().toEpochMilli() > highest.getAsLong() + 30 * DAY;
    }

    OptionalLong watermarkBefore(SourceEvent<T> event) {
      OptionalLong highest = highestBefore(event.partition(), event.offset());
      return highest.isEmpty() ? highest : OptionalLong.of(highest.getAsLong() - outOfOrderMs);
    }

    OptionalLong finalWatermark() {
      return log.stream()
          .map(event -> highestBefore(event.partition(), Long.MAX_VALUE))
          .mapToLong(highest -> highest.orElseThrow() - outOfOrderMs)
          .max();
    }

    private List<Long> offsetsBefore(int partition, long offset) {
      return offsets(partition, SourceEvent::offset).stream().filter(at -> at < offset).toList();
    }

    private List<Long> offsets(int partition, ToLongFunction<SourceEvent<T>> offset) {
      return log.stream()
          .filter(event -> event.partition() == partition)
          .map(offset::applyAsLong)
          .toList();
    }

    private long timeAt(int partition, long offset) {
      return log.stream()
          .filter(event -> event.partition() == partition && event.offset() == offset)
          .findFirst()
          .orElseThrow()
          .time()
          .toEpochMilli();
    }
  }

  private static List<SourceEvent<Flight>> flights(SplittableRandom random) {
    List<SourceEvent<Flight>> log = new ArrayList<>();
    long[] highest = new long[PARTITIONS];
    long now = START;
    int size = random.nextInt(40);
    for (int i = 0; i < size; i++) {
      now += random.nextLong(6 * HOUR);
      int partition = random.nextInt(PARTITIONS);
      long time =
          switch (random.nextInt(20)) {
            case 0, 1 -> aroundADay(now, random);
            case 2 -> aroundTooFarAhead(highest[partition], now, random);
            default -> now - random.nextLong(12 * HOUR);
          };
      highest[partition] = Math.max(highest[partition], time);
      String origin = ORIGINS[random.nextInt(ORIGINS.length)];
      String key = random.nextInt(20) == 0 ? "other" : origin;
      int delay = random.nextInt(10, 25);
      Instant at = Instant.ofEpochMilli(time);
      log.add(new SourceEvent<>(partition, i, key, at, new Flight(at, delay, 1, origin, "LAX")));
    }
    return log;
  }

  private static List<SourceEvent<Earthquake>> quakes(SplittableRandom random) {
    List<SourceEvent<Earthquake>> log = new ArrayList<>();
    long[] highest = new long[PARTITIONS];
    long now = START;
    int size = random.nextInt(30);
    for (int i = 0; i < size; i++) {
      now += random.nextInt(4) == 0 ? 2 * HOUR + random.nextInt(-1, 2) : random.nextLong(2 * HOUR);
      int partition = random.nextInt(PARTITIONS);
      long time =
          switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> highest[partition] - 10 * MINUTE + random.nextInt(-1, 2);
            case 4 -> aroundTooFarAhead(highest[partition], now, random);
            default -> now;
          };
      highest[partition] = Math.max(highest[partition], time);
      String region = STATES[random.nextInt(STATES.length)];
      Instant at = Instant.ofEpochMilli(time);
      double magnitude = random.nextInt(-1, 8) / 2.0;
      Earthquake quake = new Earthquake(at, "id", magnitude, region, 0.0, 0.0, 0.0);
      log.add(new SourceEvent<>(partition, i, region, at, quake));
    }
    return log;
  }

  // Times at which the rules change their mind.

  /** The edges of a day, with and without the out-of-orderness. */
  private static long aroundADay(long now, SplittableRandom random) {
    long edge = Math.floorDiv(now, DAY) * DAY + (random.nextBoolean() ? 30 * MINUTE : 0);
    return edge + random.nextInt(-2, 3);
  }

  /** As far ahead of the partition as is allowed, and a little further. */
  private static long aroundTooFarAhead(long highest, long now, SplittableRandom random) {
    return highest == 0 ? now : highest + 30 * DAY + random.nextInt(-1, 2);
  }

  private static Airport airport(String iata, String state) {
    return new Airport(iata, iata, "city", state, "USA", 0.0, 0.0);
  }
}
