package dev.tidemark.topology.dsl;

import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import java.time.Duration;
import java.util.Objects;
import org.apiguardian.api.API;

/** Tumbling windows: see {@link Windows#tumbling}. Immutable. */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class TumblingWindows {
  private final Duration size;
  private final LatePolicy lateness;

  TumblingWindows(Duration size) {
    this(Objects.requireNonNull(size, "tumbling: the size is null"), LatePolicy.NONE);
  }

  private TumblingWindows(Duration size, LatePolicy lateness) {
    this.size = size;
    this.lateness = lateness;
  }

  /**
   * A window stays open until the watermark has passed its end by this much, and takes what comes
   * until then; its result comes that much later. 0 unless stated.
   *
   * @param duration 0 or more, whole milliseconds
   */
  public TumblingWindows allowedLateness(Duration duration) {
    return new TumblingWindows(size, lateness.allowing(duration));
  }

  /**
   * Writes late events to a topic: the record as it was read, byte for byte, with headers for its
   * lateness and its window. Without it late events are counted and shown, but not kept.
   *
   * @param topic created if missing, with as many partitions as the source
   */
  public TumblingWindows lateTo(String topic) {
    return new TumblingWindows(size, lateness.to(topic));
  }

  /**
   * Keeps closed windows, so that their results can be corrected: a late record or dead letter that
   * is requeued with {@code --closed-window correct} is added to its window, and the window's
   * result is written again, with header {@code tidemark.correction}. A window is kept until the
   * watermark has passed its end and the allowed lateness by this much. A late record that was not
   * requeued in this way corrects nothing. Closed windows can't be corrected unless stated.
   *
   * <p>The result must not reach another window: it would be counted twice.
   *
   * @param duration more than 0, whole milliseconds
   */
  public TumblingWindows correctableFor(Duration duration) {
    return new TumblingWindows(size, lateness.correctableFor(duration));
  }

  WindowSpec spec(PlanBuilder builder, String where) {
    return new WindowSpec.Tumbling(builder.stated(where, Meaning.SIZE, size));
  }

  LatePolicy lateness() {
    return lateness;
  }
}
