package dev.tidemark.topology.stage.base;

/** What may be survived when a function of the job is called. */
public final class UserFunctionErrors {

  private UserFunctionErrors() {}

  /**
   * Returns what concerns one element only. A stack overflow or a missing class is the function's
   * own; an exhausted heap is everybody's and is thrown on.
   */
  public static Throwable survivable(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return thrown;
  }
}
