package dev.tidemark.topology.stage;

import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.SourceClock;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notes the clock of a source partition at some of its offsets, so that a replay can begin there
 * and separate late from on-time records exactly as this run did. The newest are the densest:
 * beyond a limit every second one of the older half goes. Not thread-safe.
 */
final class WatermarkCheckpoints {

  /** The number of checkpoints kept of a partition. */
  static final int MARKS_MAX = 512;

  private final OrderedStore store;
  private final String prefix;
  private final long every;
  private final TreeMap<Long, Long> marks = new TreeMap<>();
  private long nextDue;

  /**
   * @param every how many offsets lie between two of them, at least
   */
  WatermarkCheckpoints(OrderedStore store, String topic, int partition, long every) {
    this.store = store;
    this.prefix = ProgressKeys.CLOCK_MARK + topic + "/" + partition + "/";
    this.every = every;
    this.nextDue = every;
  }

  /** Restores what is in the store. */
  void restore() {
    store.range(
        ProgressKeys.bytes(prefix),
        ProgressKeys.bytes(prefix + ":"), // behind all digits
        (key, value) ->
            marks.put(
                ProgressEntry.number(ProgressKeys.text(key).substring(prefix.length())),
                ProgressEntry.number(value)));
    nextDue = marks.isEmpty() ? every : marks.lastKey() + every;
  }

  /** To be called before the record at an offset moves the clock. */
  void before(long offset, SourceClock clock) {
    if (offset >= nextDue) {
      clock.highest().ifPresent(highest -> mark(offset, highest));
    }
  }

  private void mark(long offset, long highest) {
    Map.Entry<Long, Long> newest = marks.lastEntry();
    if (newest != null && newest.getValue() == highest) {
      return; // a run that begins at the newest has the same clock
    }
    nextDue = offset + every;
    marks.put(offset, highest);
    store.put(key(offset), ProgressEntry.bytes(highest));
    if (marks.size() > MARKS_MAX) {
      thin();
    }
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
