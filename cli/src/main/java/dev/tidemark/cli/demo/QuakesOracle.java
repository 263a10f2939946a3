package dev.tidemark.cli.demo;

import dev.tidemark.cli.demo.SourceReplay.Fate;
import dev.tidemark.schemas.Earthquake;
import dev.tidemark.schemas.QuakeSequence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The expected results of the job {@code quake-sequences}, computed offline and without any code of
 * the engine.
 *
 * <p>The rules. A partition's watermark is its highest event time less 10 minutes. An earthquake of
 * negative magnitude is filtered; one is late when its time is not after the watermark that its own
 * partition had before it. The others of one region belong together while at most 2 hours lie
 * between one and the next. Once all partitions are idle, the highest of their watermarks is
 * released: sequences whose last earthquake is at least 2 hours before it are written, the others
 * stay open. An event more than 30 days ahead of its partition's highest event time is a dead
 * letter and moves nothing.
 */
public final class QuakesOracle {

  private static final Duration OUT_OF_ORDER = Duration.ofMinutes(10);
  private static final Duration MAX_AHEAD = Duration.ofDays(30);
  private static final Duration GAP = Duration.ofHours(2);

  private QuakesOracle() {}

  /**
   * Computes the answer.
   *
   * @param quakes the events of the topic, without any that can't be decoded; their order in the
   *     list does not matter, their partitions and offsets do
   * @throws IllegalArgumentException when two earthquakes have the same place in the log
   */
  public static Expected<QuakeSequence, Earthquake> expect(List<SourceEvent<Earthquake>> quakes) {
    SourceReplay<Earthquake> replay =
        new SourceReplay<>(OUT_OF_ORDER, MAX_AHEAD, QuakesOracle::fate);
    replay.read(quakes);

    List<QuakeSequence> sequences = sequencesOf(replay.counted());
    Instant watermark = replay.finalWatermark();
    List<QuakeSequence> results =
        sequences.stream()
            .filter(
                sequence ->
                    watermark != null && !sequence.getLastQuake().plus(GAP).isAfter(watermark))
            .sorted(
                Comparator.comparing(QuakeSequence::getLastQuake)
                    .thenComparing(QuakeSequence::getRegion))
            .toList();
    return replay.expected(results, sequences.size() - results.size());
  }

  private static Fate fate(SourceEvent<Earthquake> event, @Nullable Instant watermark) {
    if (event.value().getMagnitude() < 0) {
      return Fate.FILTERED;
    }
    boolean late = watermark != null && !event.time().isAfter(watermark);
    return late ? Fate.LATE : Fate.COUNTED;
  }

  private static List<QuakeSequence> sequencesOf(List<Earthquake> quakes) {
    Map<String, List<Earthquake>> byRegion =
        quakes.stream()
            .collect(Collectors.groupingBy(quake -> QuakeEvents.regionOf(quake.getPlace())));
    List<QuakeSequence> sequences = new ArrayList<>();
    byRegion.forEach((region, ofRegion) -> addSequences(region, ofRegion, sequences));
    return sequences;
  }

  private static void addSequences(
      String region, Collection<Earthquake> quakes, List<QuakeSequence> sequences) {
    QuakeSequence current = null;
    for (Earthquake quake :
        quakes.stream().sorted(Comparator.comparing(Earthquake::getTimeMs)).toList()) {
      if (current == null || quake.getTimeMs().isAfter(current.getLastQuake().plus(GAP))) {
        current =
            new QuakeSequence(
                region, quake.getTimeMs(), quake.getTimeMs(), 0L, quake.getMagnitude());
        sequences.add(current);
      }
      current.setLastQuake(quake.getTimeMs());
      current.setQuakes(current.getQuakes() + 1);
      current.setMaxMagnitude(Math.max(current.getMaxMagnitude(), quake.getMagnitude()));
    }
  }
}
