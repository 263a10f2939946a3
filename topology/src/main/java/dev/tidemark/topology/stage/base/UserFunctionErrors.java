package dev.tidemark.topology.stage.base;

/** Separates the failures of a job's function that the job can survive from the others. */
public final class UserFunctionErrors {

  private UserFunctionErrors() {}

  /**
   * Returns a failure that concerns one element only. A stack overflow or a missing class is the
   * function's own; an exhausted heap concerns the whole JVM and is thrown again.
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
