package dev.tidemark.node.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A moment of the monotonic clock by which something should be done. */
record Deadline(long nanos) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  long leftNanos() {
    return nanos - System.nanoTime();
  }

  long leftMs() {
    return TimeUnit.NANOSECONDS.toMillis(leftNanos());
  }

  boolean isOver() {
    return leftNanos() <= 0;
  }
}
