package dev.tidemark.topology.eventtime;

/** The shape of a window. All lengths are positive milliseconds. */
public sealed interface WindowSpec {

  /**
   * Fixed windows of one size, side by side, aligned to the epoch in UTC: {@code [n * size, (n + 1)
   * * size)}.
   *
   * @param sizeMs their length
   */
  record Tumbling(long sizeMs) implements WindowSpec {
    public Tumbling {
      if (sizeMs <= 0) {
        throw new IllegalArgumentException(
            "the size of a tumbling window must be positive, not " + sizeMs + " ms");
      }
    }

    /** The start of the window that holds {@code timestamp}; correct before 1970, too. */
    public long startOf(long timestamp) {
      return timestamp - Math.floorMod(timestamp, sizeMs);
    }

    /** The end, exclusive, of the window that holds {@code timestamp}. */
    public long endOf(long timestamp) {
      return startOf(timestamp) + sizeMs;
    }
  }

  /**
   * Periods of activity: two events of one key belong to the same session when they are at most
   * {@code gapMs} apart, or when others connect them. A session is complete when its last event +
   * gap is passed by the watermark.
   *
   * @param gapMs the longest silence inside a session, inclusive
   */
  record Session(long gapMs) implements WindowSpec {
    public Session {
      if (gapMs <= 0) {
        throw new IllegalArgumentException(
            "the gap of a session window must be positive, not " + gapMs + " ms");
      }
    }
  }
}
