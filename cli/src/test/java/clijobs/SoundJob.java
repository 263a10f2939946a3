package clijobs;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Duration;
import java.time.Instant;

/** Counts words by their time, which never ends to be the epoch. */
public final class SoundJob implements StreamJob {
  @Override
  public void define(Topology topology) {
    Duration size = topology.parameter("size", Duration.ofMinutes(5));
    topology.stream("words", STRING)
        .eventTime(word -> Instant.EPOCH, outOfOrderBy(Duration.ofSeconds(10)))
        .keyBy(STRING, word -> word)
        .window("counts", tumbling(size))
        .aggregate(count(), (window, words) -> window.key() + " " + words)
        .as(STRING)
        .to("word-counts", STRING, counted -> counted, STRING);
  }
}
