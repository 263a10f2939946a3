package dev.tidemark.topology.operators;

/** What may be survived when a function of the job is called. */
final class UserCode {

  private UserCode() {}

  /**
   * Returns what concerns one element only. A stack overflow or a missing class is the function's
   * own; an exhausted heap is everybody's and is thrown on.
   */
  static Throwable survivable(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return thrown;
  }
}
