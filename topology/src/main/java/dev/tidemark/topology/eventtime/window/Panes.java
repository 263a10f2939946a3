package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.Watermark;

/**
 * The open panes of a window, in the second phase. They live on the heap; what changed since the
 * last commit is written to the store by {@link #flush}, inside the commit. Beyond a limit they are
 * kept in the store alone. Not thread-safe.
 */
public interface Panes {

  /** Restores what is in the store. To be called once, before anything else. */
  void restore();

  /** Adds a partial pane; see {@link ExchangeMessage.Partial} for the meaning of the fields. */
  void add(KeyBytes key, long first, long last, long count, Object accumulator);

  /**
   * Closes every pane that is complete, in the order of its end and then its key.
   *
   * @param watermark less the allowed lateness
   */
  void close(Watermark watermark, Consumer consumer);

  /** Writes what has changed to the store. */
  void flush();

  /** Returns the number of open panes. */
  long open();

  /** Takes a closed pane. Must not throw for what user code does. */
  @FunctionalInterface
  interface Consumer {
    void pane(KeyBytes key, long first, long last, long count, Object accumulator);
  }
}
