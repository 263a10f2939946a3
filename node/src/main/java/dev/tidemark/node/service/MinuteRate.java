package dev.tidemark.node.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The growth of a count, from two samples: the newest one and the oldest one of the last minute.
 * Not thread-safe; time is a parameter.
 */
final class MinuteRate {

  private static final long KEPT_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long APART_NANOS = Duration.ofMillis(500).toNanos();

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long count) {}

  /**
   * Takes a sample and returns the growth in a minute at the current rate; null at the first
   * sample.
   */
  @Nullable Double look(long nanos, long count) {
    if (!samples.isEmpty() && samples.getLast().count() > count) {
      samples.clear(); // another run
    }
    while (!samples.isEmpty() && nanos - samples.getFirst().nanos() > KEPT_NANOS) {
      samples.removeFirst();
    }
    Sample first = samples.peekFirst();
    Sample last = samples.peekLast();
    if (last == null || nanos - last.nanos() >= APART_NANOS) {
      samples.addLast(new Sample(nanos, count));
    }
    if (first == null || nanos - first.nanos() < APART_NANOS) {
      return null;
    }
    // over a span below a minute, a few must not be extrapolated to an alarm
    double spanNanos = Math.max(nanos - first.nanos(), KEPT_NANOS);
    return (count - first.count()) * (KEPT_NANOS / spanNanos);
  }
}
