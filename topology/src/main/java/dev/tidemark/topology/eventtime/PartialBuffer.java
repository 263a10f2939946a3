package dev.tidemark.topology.eventtime;

/**
 * The first phase of a window: combines the elements that arrive between two commits, so that one
 * message for each pane crosses the exchange and not one for each element. Holds nothing across a
 * commit. Not thread-safe.
 */
public interface PartialBuffer {

  /** The buffer for a shape of window. */
  static PartialBuffer of(WindowSpec spec, Aggregates aggregates) {
    if (spec instanceof WindowSpec.Tumbling tumbling) {
      return new TumblingPartials(tumbling, aggregates);
    }
    return new SessionPartials((WindowSpec.Session) spec, aggregates);
  }

  /**
   * Adds one element. What the aggregation throws is passed on, and leaves the buffer as it was.
   */
  void add(KeyBytes key, long timestamp, Object element);

  /** How many partial panes it holds. */
  int size();

  /** Hands out all partial panes, and is empty afterwards. */
  void drain(Consumer consumer);

  /** Takes a partial pane; see {@link ExchangeMessage.Partial} for the meaning of the fields. */
  @FunctionalInterface
  interface Consumer {
    void partial(KeyBytes key, long first, long last, long count, Object accumulator);
  }
}
