package dev.tidemark.bench;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells people how far something has come: a bar that is drawn over itself on a terminal, a line
 * every few seconds elsewhere. Thread-safe.
 */
final class Progress {
  private static final int BAR_WIDTH = 30;
  private static final long TERMINAL_INTERVAL_NANOS = 200_000_000L;
  private static final long LOG_INTERVAL_NANOS = 5_000_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private final String what;
  private final long total;
  private final long started = System.nanoTime();
  private long shown = started;

  Progress(PrintStream out, String what, long total) {
    this.out = out;
    this.terminal = System.console() != null;
    this.what = what;
    this.total = total;
  }

  /** Shows this if it is time to. */
  synchronized void at(long done) {
    long now = System.nanoTime();
    if (now - shown >= (terminal ? TERMINAL_INTERVAL_NANOS : LOG_INTERVAL_NANOS)) {
      shown = now;
      show(done, now);
    }
  }

  /** Shows the end. */
  synchronized void finish() {
    show(total, System.nanoTime());
    if (terminal) {
      out.println();
    }
  }

  private void show(long done, long now) {
    double seconds = (now - started) / 1e9;
    String text =
        String.format(
            Locale.ROOT,
            "%-24s %s %,d of %,d, %,.0f/s, %.0f s",
            what,
            bar(done),
            done,
            total,
            done / Math.max(seconds, 1e-3),
            seconds);
    if (terminal) {
      out.print("\r" + text + "\033[K");
      out.flush();
    } else {
      out.println(text);
    }
  }

  private String bar(long done) {
    int filled = (int) (BAR_WIDTH * done / Math.max(1, total));
    return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "]";
  }
}
