package dev.tidemark.jobs.quakesequences;

import static dev.tidemark.serde.Types.DOUBLE;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.serde.Types.avro;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.max;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.session;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.tidemark.schemas.Earthquake;
import dev.tidemark.schemas.QuakeSequence;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Duration;

/**
 * Earthquakes of one region that follow one another within 2 hours: when the first and the last
 * happened, how many there were, and how strong the strongest was.
 *
 * <p>The region is the end of the place's name: {@code 12km E of Coso Junction, CA} is in {@code
 * CA}. Earthquakes of negative magnitude are left out. What is more than 10 minutes behind its
 * partition goes to {@code quakes-late}.
 *
 * <p>Parameters: {@code idle-after}, how long a partition must be proved to have nothing more
 * before it stops holding the others back (1m); {@code max-ahead}, how far ahead of its partition
 * an earthquake may be before it is taken for a mistake and becomes a dead letter (30d).
 */
public final class QuakeSequences implements StreamJob {

  @Override
  public void define(Topology topology) {
    Duration idleAfter = topology.parameter("idle-after", ofMinutes(1));
    Duration maxAhead = topology.parameter("max-ahead", ofDays(30));

    topology.stream("earthquakes", avro(Earthquake.class))
        .eventTime(
            Earthquake::getTimeMs,
            outOfOrderBy(ofMinutes(10)).idleAfter(idleAfter).maxAhead(maxAhead))
        .filter("not-negative", quake -> quake.getMagnitude() >= 0)
        .keyBy(STRING, QuakeSequences::region)
        .window("sequences", session(ofHours(2)).lateTo("quakes-late"))
        .aggregate(
            count(),
            max(DOUBLE, Earthquake::getMagnitude),
            (window, quakes, maxMagnitude) ->
                new QuakeSequence(
                    window.key(), window.first(), window.last(), quakes, maxMagnitude))
        .to("quake-sequences", STRING, QuakeSequence::getRegion, avro(QuakeSequence.class));
  }

  /** Returns the text after the last {@code ", "} of the place, or the whole place. */
  static String region(Earthquake quake) {
    String place = quake.getPlace();
    int comma = place.lastIndexOf(", ");
    return comma < 0 ? place : place.substring(comma + 2);
  }
}
