package dev.tidemark.tests.jobs;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ofSeconds;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts by second, and tells how many events it has taken: to this JVM, and to its output. */
public final class SlowlyCommittedJob implements StreamJob {

  public static final String SEEN = "seen the last event";

  private static final AtomicInteger TAKEN = new AtomicInteger();

  public static int taken() {
    return TAKEN.get();
  }

  @Override
  public void define(Topology topology) {
    Duration idleAfter = topology.parameter("idle-after", Duration.ofMinutes(10));
    topology.stream("events", STRING)
        .eventTime(
            event -> Instant.ofEpochMilli(Long.parseLong(event.split(",", 2)[0])),
            outOfOrderBy(ofSeconds(0)).idleAfter(idleAfter))
        .filter("take", SlowlyCommittedJob::take)
        .keyBy(STRING, event -> "all")
        .window("seconds", tumbling(ofSeconds(1)))
        .aggregate(count(), (window, events) -> window.start().toEpochMilli() + "=" + events)
        .to("counts", STRING, result -> "all", STRING);
  }

  private static boolean take(String event) {
    TAKEN.incrementAndGet();
    if (event.endsWith(",last")) {
      System.out.println(SEEN);
    }
    return true;
  }
}
