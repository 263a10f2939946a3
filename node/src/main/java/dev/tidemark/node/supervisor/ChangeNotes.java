package dev.tidemark.node.supervisor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies of changes, with a minimum interval. Used by one thread; callbacks are added and removed
 * by any.
 */
final class ChangeNotes {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeNotes.class);
  private static final long PAUSE_MS = 200;

  private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
  private boolean changed;
  private long toldAt = Long.MIN_VALUE / 2;

  AutoCloseable add(Runnable callback) {
    callbacks.add(callback);
    return () -> callbacks.remove(callback);
  }

  void changed() {
    changed = true;
  }

  /** Sends pending notifications, if the interval has passed. */
  void tell(long nowMs) {
    if (!changed || nowMs - toldAt < PAUSE_MS) {
      return;
    }
    changed = false;
    toldAt = nowMs;
    for (Runnable callback : callbacks) {
      try {
        callback.run();
      } catch (RuntimeException e) {
        LOG.warn("a subscriber to changes failed: {}", e.toString());
      }
    }
  }
}
