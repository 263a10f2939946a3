package dev.tidemark.topology.dsl;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The out-of-orderness of the events of one partition, and the handling of idle partitions and of
 * clocks that run ahead. Immutable. All durations are whole milliseconds; one out of range is
 * reported with the other problems of the job, not here.
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class OutOfOrderness {
  private final Duration outOfOrderBy;
  private final Optional<Duration> idleAfter;
  private final Optional<Duration> maxAhead;

  private OutOfOrderness(
      Duration outOfOrderBy, Optional<Duration> idleAfter, Optional<Duration> maxAhead) {
    this.outOfOrderBy = outOfOrderBy;
    this.idleAfter = idleAfter;
    this.maxAhead = maxAhead;
  }

  /**
   * Events may come up to {@code duration} behind the highest event time of their partition so far;
   * those further behind are late for windows that are complete by then. The watermark of a
   * partition is its highest event time less this.
   *
   * @param duration 0 or more
   */
  public static OutOfOrderness outOfOrderBy(Duration duration) {
    return new OutOfOrderness(
        Objects.requireNonNull(duration, "outOfOrderBy: the duration is null"),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * A partition that has proved to hold nothing unread for {@code duration} of wall-clock time no
   * longer holds the others back. Without it, a partition that gets no events keeps every window
   * open.
   *
   * @param duration more than 0
   */
  public OutOfOrderness idleAfter(Duration duration) {
    return new OutOfOrderness(
        outOfOrderBy,
        Optional.of(Objects.requireNonNull(duration, "idleAfter: the duration is null")),
        maxAhead);
  }

  /**
   * An event that is further than {@code duration} ahead of the highest event time of its partition
   * so far is a dead letter and moves no watermark. Without it, one event from a wrong clock makes
   * all that follow late. The first event of a partition is always accepted.
   *
   * @param duration more than 0; longer than any true pause between two events of a partition
   */
  public OutOfOrderness maxAhead(Duration duration) {
    return new OutOfOrderness(
        outOfOrderBy,
        idleAfter,
        Optional.of(Objects.requireNonNull(duration, "maxAhead: the duration is null")));
  }

  Duration outOfOrderBy() {
    return outOfOrderBy;
  }

  Optional<Duration> idleAfter() {
    return idleAfter;
  }

  Optional<Duration> maxAhead() {
    return maxAhead;
  }
}
