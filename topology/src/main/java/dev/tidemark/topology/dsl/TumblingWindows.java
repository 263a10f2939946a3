package dev.tidemark.topology.dsl;

import dev.tidemark.topology.eventtime.WindowSpec;
import dev.tidemark.topology.plan.Statements.Meaning;
import java.time.Duration;
import java.util.Objects;

/** Tumbling windows: see {@link Windows#tumbling}. Immutable. */
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
   * Where late events go: the record as it was read, byte for byte, with headers that say how late
   * it was and for which window. Without it late events are counted and shown, but not kept.
   *
   * @param topic created if missing, with as many partitions as the source
   */
  public TumblingWindows lateTo(String topic) {
    return new TumblingWindows(size, lateness.to(topic));
  }

  WindowSpec spec(Draft draft, String where) {
    return new WindowSpec.Tumbling(draft.stated(where, Meaning.SIZE, size));
  }

  LatePolicy lateness() {
    return lateness;
  }
}
