package dev.tidemark.worker;

import java.util.Optional;

/** Finds the code that has asked the JVM to exit, if any. */
final class ExitCaller {
  private ExitCaller() {}

  /**
   * Returns the place that called {@code System.exit}, while the exit is under way.
   *
   * @return empty if the JVM ends for another reason, e.g. a signal
   */
  static Optional<String> find() {
    return Thread.getAllStackTraces().values().stream()
        .map(ExitCaller::callerOfExit)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> callerOfExit(StackTraceElement[] frames) {
    boolean exits = false;
    for (StackTraceElement frame : frames) {
      boolean isExit = isExit(frame);
      if (exits && !isExit) {
        return Optional.of(JobCode.shortened(frame.toString()));
      }
      exits = exits || isExit;
    }
    return Optional.empty();
  }

  private static boolean isExit(StackTraceElement frame) {
    return frame.getMethodName().equals("exit")
        && (frame.getClassName().equals("java.lang.Runtime")
            || frame.getClassName().equals("java.lang.System"));
  }
}
