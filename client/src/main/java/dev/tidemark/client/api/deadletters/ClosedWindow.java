package dev.tidemark.client.api.deadletters;

/** The ways to treat a requeued record whose window is closed. */
public enum ClosedWindow {
  /** It is not requeued, and stays open. */
  REFUSE,
  /** It is requeued, found late, and goes where late records go. */
  LATE,
  /**
   * It is requeued, and the window's result is written again with it; only for tumbling windows
   * that are declared correctable, as long as they keep the window. Where that is over it is not
   * requeued.
   */
  CORRECT
}
