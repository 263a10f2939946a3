package dev.tidemark.node.supervisor;

/**
 * How long the supervisor waits for a process, in milliseconds.
 *
 * @param endMs for its end, before it is killed
 * @param silentMs for a word, before it is said to hang
 * @param hungMs for a word, before it is killed and started again
 */
record WorkerTimeouts(long endMs, long silentMs, long hungMs) {
  static final WorkerTimeouts DEFAULT = new WorkerTimeouts(30_000, 60_000, 180_000);
}
