package dev.tidemark.node.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How fast a count grows: from two looks at it, the newest and the oldest of the last minute. Not
 * thread-safe; time is a parameter.
 */
final class MinuteRate {

  private static final long KEPT_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long APART_NANOS = Duration.ofMillis(500).toNanos();

  private final Deque<Look> looks = new ArrayDeque<>();

  private record Look(long nanos, long count) {}

  /** The growth in a minute at the pace of late; null at the first look. */
  @Nullable Double look(long nanos, long count) {
    if (!looks.isEmpty() && looks.getLast().count() > count) {
      looks.clear(); // another run
    }
    while (!looks.isEmpty() && nanos - looks.getFirst().nanos() > KEPT_NANOS) {
      looks.removeFirst();
    }
    Look first = looks.peekFirst();
    Look last = looks.peekLast();
    if (last == null || nanos - last.nanos() >= APART_NANOS) {
      looks.addLast(new Look(nanos, count));
    }
    if (first == null || nanos - first.nanos() < APART_NANOS) {
      return null;
    }
    // a span that is shorter than a minute must not make a few into an alarm
    double spanNanos = Math.max(nanos - first.nanos(), KEPT_NANOS);
    return (count - first.count()) * (KEPT_NANOS / spanNanos);
  }
}
