package dev.tidemark.topology.stage.window;

import dev.tidemark.topology.eventtime.exchange.ExchangeMessage.Missing;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.window.PaneBounds;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.stage.base.ProgressKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * The elements of a window that are missing because the run begins in the middle: all up to some
 * event time, and those of single instants, where results of an incomplete session would have been.
 * A pane that could hold one of them is incomplete. A function of where the run began alone, since
 * writers report what is missing before any watermark that covers it. Not thread-safe.
 */
final class IncompleteWindows {

  private final WindowSpec spec;
  private final TreeSet<Long> instants = new TreeSet<>();
  private final List<Long> added = new ArrayList<>();
  private long upTo = Long.MIN_VALUE;
  private long storedUpTo = Long.MIN_VALUE;

  IncompleteWindows(WindowSpec spec) {
    this.spec = spec;
  }

  void add(Missing missing) {
    if (missing.from() == Long.MIN_VALUE) {
      upTo = Math.max(upTo, missing.to());
    } else if (instants.add(missing.to())) {
      added.add(missing.to());
    }
  }

  /** Returns whether a pane could hold one of them. */
  boolean touches(long first, long last) {
    if (upTo == Long.MIN_VALUE && instants.isEmpty()) {
      return false;
    }
    PaneBounds reach = spec.reach(new PaneBounds(first, last));
    Long next = instants.ceiling(reach.first());
    return reach.first() <= upTo || (next != null && next <= reach.last());
  }

  /**
   * Returns what is missing of the window's results, each dated with its last millisecond, as far
   * as no pane has to be seen for it. A pane whose bounds depend on its elements is reported when
   * it closes.
   */
  List<Missing> resultsWithout(Missing missing) {
    if (!spec.hasFixedBounds()) {
      return List.of(missing);
    }
    List<Long> lasts = spec.windowsOf(missing.to()).stream().map(PaneBounds::last).toList();
    return missing.from() == Long.MIN_VALUE
        ? List.of(new Missing(Long.MIN_VALUE, Collections.max(lasts)))
        : lasts.stream().map(last -> new Missing(last, last)).toList();
  }

  /** Returns whether an incomplete pane has to be reported to the readers of the results. */
  boolean isNews() {
    return !spec.hasFixedBounds();
  }

  /** Restores an entry that an earlier owner committed. */
  void restore(String what, String value) {
    if (what.equals(ProgressKeys.MISSING_UP_TO)) {
      upTo = Long.parseLong(value);
      storedUpTo = upTo;
    } else {
      instants.add(Long.parseLong(what.substring(ProgressKeys.MISSING_AT.length())));
    }
  }

  /** Writes what has changed. */
  void flush(OrderedStore store) {
    if (upTo != storedUpTo) {
      storedUpTo = upTo;
      store.put(
          ProgressKeys.bytes(ProgressKeys.MISSING_UP_TO), ProgressKeys.bytes(Long.toString(upTo)));
    }
    added.forEach(
        instant ->
            store.put(
                ProgressKeys.bytes(ProgressKeys.MISSING_AT + instant), ProgressKeys.bytes("")));
    added.clear();
  }
}
