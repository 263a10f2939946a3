package dev.tidemark.cli.terminal;

import java.time.Duration;

/**
 * A line that shows progress: redrawn in place on a terminal; elsewhere a plain line when the text
 * changes, but not more often than every ten seconds. Thread-safe.
 */
public final class ProgressLine implements AutoCloseable {
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);
  private static final int BAR_WIDTH = 30;
  private static final String CLEAR = "\r\u001b[K";

  private final Terminal terminal;
  private String shown = "";
  private long plainAt = System.nanoTime();

  public ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Formats a bar for {@link #show}. */
  public static String bar(String what, long done, long total) {
    int filled = total == 0 ? BAR_WIDTH : (int) (BAR_WIDTH * done / total);
    return "%s [%s%s] %,d of %,d"
        .formatted(what, "#".repeat(filled), "-".repeat(BAR_WIDTH - filled), done, total);
  }

  /** Returns whether the line is redrawn in place, so that it may change often. */
  public boolean isLive() {
    return terminal.errIsTty();
  }

  /** Shows the current progress. */
  public synchronized void show(String text) {
    if (text.equals(shown)) {
      return;
    }
    if (terminal.errIsTty()) {
      terminal
          .err()
          .print(CLEAR + text.substring(0, Math.min(text.length(), terminal.columns() - 1)));
      terminal.err().flush();
      shown = text;
      return;
    }
    if (System.nanoTime() - plainAt >= PLAIN_INTERVAL.toNanos()) {
      terminal.err().println(text);
      plainAt = System.nanoTime();
      shown = text;
    }
  }

  /** Shows a line that stays. */
  public synchronized void print(String text) {
    clear();
    terminal.err().println(text);
  }

  /** Leaves no trace of the live line. */
  @Override
  public void close() {
    clear();
  }

  private synchronized void clear() {
    if (terminal.errIsTty() && !shown.isEmpty()) {
      terminal.err().print(CLEAR);
      terminal.err().flush();
    }
    shown = "";
  }
}
