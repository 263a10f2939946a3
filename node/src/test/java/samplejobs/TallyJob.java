package samplejobs;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Disorder.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Duration;
import java.time.Instant;

/** Counts events ({@code key second}) by key and window; its parameters make other plans of it. */
public final class TallyJob implements StreamJob {
  @Override
  public void define(Topology topology) {
    Duration size = topology.parameter("size", Duration.ofMinutes(1));
    String mark = topology.parameter("mark", "");
    String output = topology.parameter("output", "tallies");
    topology.stream("events", STRING)
        .eventTime(TallyJob::time, outOfOrderBy(Duration.ofSeconds(1)))
        .keyBy(STRING, text -> text.substring(0, text.indexOf(' ')))
        .window("tally", tumbling(size))
        .aggregate(
            count(), (window, count) -> window.key() + " " + window.start() + " " + count + mark)
        .to(output, STRING, text -> text.substring(0, text.indexOf(' ')), STRING);
  }

  private static Instant time(String text) {
    return Instant.ofEpochSecond(Long.parseLong(text.substring(text.indexOf(' ') + 1)));
  }
}
