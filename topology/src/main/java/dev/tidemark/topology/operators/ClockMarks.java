package dev.tidemark.topology.operators;

import dev.tidemark.topology.eventtime.OrderedStore;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Notes how far the clock of a source partition had come at some of its offsets, so that a replay can
 * begin there and tell late from on time exactly as this run did. The newest are the densest: beyond
 * a limit every second one of the older half goes. Not thread-safe.
 */
final class ClockMarks {

  /** How many are kept of a partition. */
  static final int MARKS_MAX = 512;

  private final OrderedStore store;
  private final String prefix;
  private final long every;
  private final TreeMap<Long, Long> marks = new TreeMap<>();

  /**
   * @param every how many offsets lie between two of them, at least
   */
  ClockMarks(OrderedStore store, String topic, int partition, long every) {
    this.store = store;
    this.prefix = ProgressKeys.CLOCK_MARK + topic + "/" + partition + "/";
    this.every = every;
  }

  /** Takes up what is in the store. */
  void restore() {
    store.range(
        ProgressKeys.bytes(prefix),
        ProgressKeys.bytes(prefix + ":"), // behind all digits
        (key, value) ->
            marks.put(
                Long.parseLong(ProgressKeys.text(key).substring(prefix.length())),
                Long.parseLong(ProgressKeys.text(value))));
  }

  /** To be called at a commit: the clock before the next offset. */
  void at(long position, OptionalLong highest) {
    if (highest.isEmpty() || !isDue(position, highest.getAsLong())) {
      return;
    }
    marks.put(position, highest.getAsLong());
    store.put(key(position), ProgressKeys.bytes(Long.toString(highest.getAsLong())));
    if (marks.size() > MARKS_MAX) {
      thin();
    }
  }

  private boolean isDue(long position, long highest) {
    Map.Entry<Long, Long> newest = marks.lastEntry();
    return newest == null
        ? position >= every
        : position - newest.getKey() >= every && newest.getValue() != highest;
  }

  private void thin() {
    Long[] positions = marks.keySet().toArray(new Long[0]);
    for (int i = 1; i < positions.length / 2; i += 2) {
      marks.remove(positions[i]);
      store.delete(key(positions[i]));
    }
  }

  private byte[] key(long position) {
    return ProgressKeys.bytes(prefix + position);
  }
}
