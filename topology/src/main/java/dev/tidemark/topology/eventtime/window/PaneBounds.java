package dev.tidemark.topology.eventtime.window;

/**
 * The event times that a pane covers. Together with its key they identify it. Their order is by
 * {@code last}, then by {@code first}.
 *
 * @param first of a fixed window: its start; of a session: the time of its first event
 * @param last of a fixed window: its last millisecond; of a session: the time of its last event
 */
public record PaneBounds(long first, long last) implements Comparable<PaneBounds> {

  @Override
  public int compareTo(PaneBounds other) {
    int byLast = Long.compare(last, other.last);
    return byLast != 0 ? byLast : Long.compare(first, other.first);
  }
}
