package dev.tidemark.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Tells how long something took, e.g. {@code 2.4 s}. */
public final class Stopwatch {
  private final long startedAt = System.nanoTime();

  @Override
  public String toString() {
    double seconds = Duration.ofNanos(System.nanoTime() - startedAt).toMillis() / 1000.0;
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
