package dev.tidemark.topology.operators;

import dev.tidemark.topology.eventtime.ExchangeMessage.Missing;
import dev.tidemark.topology.eventtime.OrderedStore;
import dev.tidemark.topology.eventtime.WindowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which elements of a window are missing because the run begins in the middle: all up to some event
 * time, and those of single instants, where results of an incomplete session would have been. A
 * pane that could hold one of them is incomplete. A function of where the run began alone, since
 * writers tell what is missing before any watermark that covers it. Not thread-safe.
 */
final class MissingElements {

  private final WindowSpec spec;
  private final TreeSet<Long> instants = new TreeSet<>();
  private final List<Long> added = new ArrayList<>();
  private long upTo = Long.MIN_VALUE;
  private long storedUpTo = Long.MIN_VALUE;

  MissingElements(WindowSpec spec) {
    this.spec = spec;
  }

  void add(Missing missing) {
    if (missing.from() == Long.MIN_VALUE) {
      upTo = Math.max(upTo, missing.to());
    } else if (instants.add(missing.to())) {
      added.add(missing.to());
    }
  }

  /** Whether a pane could hold one of them. */
  boolean touches(long first, long last) {
    if (upTo == Long.MIN_VALUE && instants.isEmpty()) {
      return false;
    }
    long gap = spec instanceof WindowSpec.Session session ? session.gapMs() : 0;
    Long next = instants.ceiling(first - gap);
    return first - gap <= upTo || (next != null && next <= last + gap);
  }

  /**
   * What is missing of the window's results, each dated with its last millisecond, as far as no
   * pane has to be seen for it. A session that is seen is told when it closes.
   */
  Missing resultsWithout(Missing missing) {
    if (spec instanceof WindowSpec.Tumbling tumbling) {
      long last = tumbling.endOf(missing.to()) - 1;
      return new Missing(missing.from() == Long.MIN_VALUE ? Long.MIN_VALUE : last, last);
    }
    return missing;
  }

  /** Whether an incomplete pane has to be told of to those who read the results. */
  boolean isNews() {
    return spec instanceof WindowSpec.Session;
  }

  /** Takes up an entry that an earlier owner committed. */
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
