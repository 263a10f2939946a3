package dev.tidemark.tests.base;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what must become true, and says what did not when the time is over. The longer it has
 * waited, the longer it pauses between two looks: each look costs CPU time that the processes under
 * test need.
 */
public final class Await {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final long PAUSE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(250);

  /** A pause takes this part of the time that was waited before, at most. */
  private static final int PART = 10;

  private Await() {}

  /** Waits until the condition holds. */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    until(() -> what, limit, condition);
  }

  /**
   * Waits until the condition holds.
   *
   * @param what for the failure, computed when it is needed
   */
  public static void until(Supplier<String> what, Duration limit, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long waited = System.nanoTime() - begin;
      if (waited > limit.toNanos()) {
        throw new AssertionError("not within " + limit.toMillis() + " ms: " + what.get());
      }
      LockSupport.parkNanos(Math.max(PAUSE_NANOS, Math.min(PAUSE_NANOS_MAX, waited / PART)));
    }
  }

  /** A moment, between two looks at a condition. */
  public static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }
}
