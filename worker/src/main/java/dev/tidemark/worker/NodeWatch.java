package dev.tidemark.worker;

import java.util.concurrent.TimeUnit;

/**
 * Detects that the node has stopped though its pipes are open: frozen, or swapped out. Other nodes
 * consider its workers dead a minute after its last sign of life, and may then start other code in
 * the same group; so this worker must have ended by then. Counts the seconds in which this process
 * was awake: if both processes were stopped, the node gets its time to send. Thread-safe.
 */
public final class NodeWatch {
  /** The interval of the node's signs of life, in seconds. */
  public static final int HERE_SECONDS = 5;

  /**
   * Seconds of silence after which the node is considered dead; plus shutdown time this stays below
   * 60 s.
   */
  static final int SILENT_SECONDS_MAX = 40;

  private int silentSeconds;

  NodeWatch() {}

  /** Records a message of the node. */
  synchronized void heard() {
    silentSeconds = 0;
  }

  /** Counts another second; returns whether the node is to be considered dead. */
  synchronized boolean second() {
    silentSeconds++;
    return silentSeconds >= SILENT_SECONDS_MAX;
  }

  /** Watches until the node is to be considered dead. */
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
