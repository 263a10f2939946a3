package dev.tidemark.node.supervisor;

import dev.tidemark.worker.Command;

/** A process that the supervisor minds. No method blocks. Thread-safe. */
interface Child {
  long pid();

  /**
   * Tells it something.
   *
   * @return false if it has not read what it was told before
   */
  boolean tell(Command command);

  /** Ends it and its own children without asking. */
  void kill();

  /** Ends a process and those that it has started. */
  static void kill(ProcessHandle process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
