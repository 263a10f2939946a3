package dev.tidemark.topology.dsl;

import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import java.time.Duration;
import java.util.Objects;
import org.apiguardian.api.API;

/** Session windows: see {@link Windows#session}. Immutable. */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class SessionWindows {
  private final Duration gap;
  private final LatePolicy lateness;

  SessionWindows(Duration gap) {
    this(Objects.requireNonNull(gap, "session: the gap is null"), LatePolicy.NONE);
  }

  private SessionWindows(Duration gap, LatePolicy lateness) {
    this.gap = gap;
    this.lateness = lateness;
  }

  /**
   * A window stays open until the watermark has passed its last event and the gap by this much, and
   * takes what comes until then; its result comes that much later. 0 unless stated.
   *
   * @param duration 0 or more, whole milliseconds
   */
  public SessionWindows allowedLateness(Duration duration) {
    return new SessionWindows(gap, lateness.allowing(duration));
  }

  /**
   * Writes late events to a topic: the record as it was read, byte for byte, with headers for its
   * lateness and its window. Without it late events are counted and shown, but not kept.
   *
   * @param topic created if missing, with as many partitions as the source
   */
  public SessionWindows lateTo(String topic) {
    return new SessionWindows(gap, lateness.to(topic));
  }

  WindowSpec spec(PlanBuilder builder, String where) {
    return new WindowSpec.Session(builder.stated(where, Meaning.GAP, gap));
  }

  LatePolicy lateness() {
    return lateness;
  }
}
