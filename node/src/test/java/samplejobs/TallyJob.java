package samplejobs;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;

import dev.tidemark.topology.dsl.Stream;
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
    String marked = topology.parameter("marked", ""); // the key that is marked; empty: all
    boolean longKeys = topology.parameter("long-keys", false);
    Stream<String> tallies =
        topology.stream(topology.parameter("input", "events"), STRING)
            .eventTime(TallyJob::time, outOfOrderBy(Duration.ofSeconds(1)))
            .keyBy(STRING, TallyJob::key)
            .window("tally", tumbling(size))
            .aggregate(
                count(),
                (window, count) ->
                    window.key()
                        + " "
                        + window.start()
                        + " "
                        + count
                        + (marked.isEmpty() || marked.equals(window.key()) ? mark : ""));
    if (longKeys) {
      tallies.to("tallies", LONG, text -> (long) text.length(), STRING);
    } else {
      tallies.to("tallies", STRING, TallyJob::key, STRING);
    }
  }

  private static String key(String text) {
    return text.substring(0, text.indexOf(' '));
  }

  private static Instant time(String text) {
    return Instant.ofEpochSecond(Long.parseLong(text.substring(text.indexOf(' ') + 1)));
  }
}
