package dev.tidemark.tests.base;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must become true, and says what did not when the time is over. */
public final class Await {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

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
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + limit.toMillis() + " ms: " + what.get());
      }
      pause();
    }
  }

  /** A moment, between two looks at a condition. */
  public static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }
}
