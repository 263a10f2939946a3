package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import java.util.List;

/**
 * The first phase of a window: combines the elements that arrive between two commits, so that one
 * message for each pane crosses the exchange and not one for each element. Holds nothing across a
 * commit. Not thread-safe.
 */
public interface PartialBuffer {

  /**
   * Adds one element to all of its panes. What the aggregation throws is passed on, and leaves the
   * buffer as it was.
   *
   * @param panes of {@link WindowSpec#windowsOf}, at least one; the last of them is the one in
   *     which the ledger counts the element
   */
  void add(KeyBytes key, List<PaneBounds> panes, Object element);

  /** Returns the number of partial panes. */
  int size();

  /** Hands out all partial panes, and is empty afterwards. */
  void drain(Consumer consumer);

  /** Takes a partial pane; see {@link ExchangeMessage.Partial} for the meaning of the fields. */
  @FunctionalInterface
  interface Consumer {
    void partial(KeyBytes key, PaneBounds pane, long count, long counted, Object accumulator);
  }
}
