package dev.tidemark.worker;

import java.util.concurrent.TimeUnit;

/**
 * Notices that the node has stopped though its pipes are open: frozen, or swapped out. The others
 * give up its workers a minute after its last sign of life, and may then start other code in the
 * same group; so this worker must have ended by then. Counts the seconds in which this process was
 * awake: if both were stopped, the node gets its time to speak. Thread-safe.
 */
public final class NodeWatch {
  /** How often the node says that it is there, in seconds. */
  public static final int HERE_SECONDS = 5;

  /** After how many silent seconds it is given up; with what it takes to stop below a minute. */
  static final int SILENT_SECONDS_MAX = 40;

  private int silentSeconds;

  NodeWatch() {}

  /** The node has said something. */
  synchronized void heard() {
    silentSeconds = 0;
  }

  /** Another second is over; returns whether the node is to be given up. */
  synchronized boolean second() {
    silentSeconds++;
    return silentSeconds >= SILENT_SECONDS_MAX;
  }

  /** Watches until the node is to be given up. */
  void run(Runnable givenUp) {
    try {
      do {
        TimeUnit.SECONDS.sleep(1);
      } while (!second());
      givenUp.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
