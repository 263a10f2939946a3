package dev.tidemark.topology.stage;

import dev.tidemark.topology.eventtime.exchange.ExchangeMessage.Missing;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.SourceClock;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageScope;
import dev.tidemark.topology.stage.window.ExchangeWriters;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The offset at which a run begins to read a partition, and the elements that it therefore does not
 * see. Not thread-safe.
 */
final class ReplayStart {

  private final Optional<StageScope.Start> start;
  private final OrderedStore store;
  private final byte[] key;
  private @Nullable Missing missing;

  /** Nothing is known of what was before, until the first event shows what it can have been. */
  private boolean assumes;

  private boolean told;
  private boolean stored;

  ReplayStart(Optional<StageScope.Start> start, OrderedStore store, String topic, int partition) {
    this.start = start;
    this.store = store;
    this.key = ProgressKeys.bytes(ProgressKeys.MISSING + topic + "/" + partition);
  }

  /**
   * Restores what an earlier owner committed.
   *
   * @param isFirst whether there was none; the clock begins where the run does then
   */
  void restore(boolean isFirst, SourceClock clock) {
    if (start.isEmpty()) {
      return;
    }
    if (isFirst) {
      start.get().highest().ifPresent(clock::restore);
    }
    byte[] assumed = store.get(key);
    if (assumed != null) {
      missing = upTo(ProgressEntry.number(assumed));
      stored = true;
    } else if (start.get().highest().isPresent()) {
      missing = upTo(start.get().highest().getAsLong());
      stored = true; // the scope has it again
    } else {
      assumes = start.get().skips();
    }
  }

  /** Returns the offset that the run begins with. */
  long offset() {
    return start.map(StageScope.Start::offset).orElse(0L);
  }

  /**
   * To be called for each event that moves the clock. What was before the first is taken to be no
   * later than what may still come after it.
   */
  void event(long time, long outOfOrderMs) {
    if (assumes) {
      assumes = false;
      missing = upTo(time + outOfOrderMs);
    }
  }

  /** Sends it once in the life of an owner; to be called before any watermark is sent. */
  void tell(ExchangeWriters outgoing) {
    if (missing != null && !told) {
      told = true;
      outgoing.missing(missing);
    }
  }

  /** Stores what was assumed. */
  void flush() {
    if (missing != null && !stored) {
      stored = true;
      store.put(key, ProgressEntry.bytes(missing.to()));
    }
  }

  private static Missing upTo(long time) {
    return new Missing(Long.MIN_VALUE, time);
  }
}
