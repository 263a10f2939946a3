package dev.tidemark.node.supervisor;

import dev.tidemark.worker.Command;

/** A process of the supervisor. No method blocks. Thread-safe. */
interface Child {
  long pid();

  /**
   * Sends a command.
   *
   * @return false if it has not read earlier commands
   */
  boolean tell(Command command);

  /** Kills the process and its children. */
  void kill();

  /** Kills a process and its children. */
  static void kill(ProcessHandle process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
