package dev.tidemark.node.supervisor;

/**
 * The supervisor's time-outs for a process, in milliseconds.
 *
 * @param endMs until its end, before it is killed
 * @param silentMs without a message, before it is reported as hung
 * @param hungMs without a message, before it is killed and restarted
 */
record WorkerTimeouts(long endMs, long silentMs, long hungMs) {
  static final WorkerTimeouts DEFAULT = new WorkerTimeouts(30_000, 60_000, 180_000);
}
