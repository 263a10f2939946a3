package dev.tidemark.node.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The speed of a job, from two samples: the newest one and the oldest one of the last minute. Not
 * thread-safe; time is a parameter.
 */
final class LagRate {

  private static final long KEPT_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long APART_NANOS = Duration.ofMillis(500).toNanos();
  private static final int SAMPLES_MAX = 130;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long processed, long lag) {}

  /**
   * The speed of a job.
   *
   * @param recordsPerSecond null at the first sample
   * @param lagPerSecond negative while the job catches up; null at the first sample
   * @param caughtUpInMs 0 if it has caught up, null while the lag does not decrease
   */
  record Pace(
      @Nullable Double recordsPerSecond,
      @Nullable Double lagPerSecond,
      @Nullable Long caughtUpInMs) {}

  /**
   * Takes a sample and returns the speed.
   *
   * @param processed the sum of the offsets reached
   * @param lag records behind
   */
  Pace look(long nanos, long processed, long lag) {
    if (!samples.isEmpty() && samples.getLast().processed() > processed) {
      samples.clear(); // another run, or offsets were reset
    }
    while (!samples.isEmpty() && nanos - samples.getFirst().nanos() > KEPT_NANOS) {
      samples.removeFirst();
    }
    Pace pace = pace(nanos, processed, lag);
    boolean apart = samples.isEmpty() || nanos - samples.getLast().nanos() >= APART_NANOS;
    if (apart && samples.size() < SAMPLES_MAX) {
      samples.addLast(new Sample(nanos, processed, lag));
    }
    return pace;
  }

  private Pace pace(long nanos, long processed, long lag) {
    @Nullable Sample first = samples.peekFirst();
    if (first == null || nanos - first.nanos() < APART_NANOS) {
      return new Pace(null, null, lag == 0 ? 0L : null);
    }
    double seconds = (nanos - first.nanos()) / 1e9;
    double trend = (lag - first.lag()) / seconds;
    return new Pace((processed - first.processed()) / seconds, trend, caughtUp(lag, trend));
  }

  private static @Nullable Long caughtUp(long lag, double trend) {
    if (lag == 0) {
      return 0L;
    }
    return trend < 0 ? (Long) Math.round(lag / -trend * 1000) : null;
  }
}
