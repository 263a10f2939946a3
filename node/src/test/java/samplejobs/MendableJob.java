package samplejobs;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Duration;
import java.time.Instant;

/** Counts readings ({@code key second}); fails for those with a {@code !} while it is strict. */
public final class MendableJob implements StreamJob {
  @Override
  public void define(Topology topology) {
    boolean strict = topology.parameter("strict", true);
    topology.stream("readings", STRING)
        .eventTime(MendableJob::time, outOfOrderBy(Duration.ZERO))
        .filter("check", text -> isSound(text, strict))
        .keyBy(STRING, text -> text.split(" ")[0])
        .window(
            "tens",
            tumbling(Duration.ofSeconds(10))
                .lateTo("readings-late")
                .correctableFor(Duration.ofHours(1)))
        .aggregate(
            count(),
            (window, count) -> window.key() + " " + window.start().getEpochSecond() + " " + count)
        .to("counts", STRING, text -> text.split(" ")[0], STRING);
  }

  private static boolean isSound(String text, boolean strict) {
    if (strict && text.endsWith("!")) {
      throw new IllegalStateException("a reading with a !");
    }
    return true;
  }

  private static Instant time(String text) {
    return Instant.ofEpochSecond(Long.parseLong(text.split(" ")[1]));
  }
}
