package dev.tidemark.worker;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells a job's own code from its callers and from the libraries that it calls. */
final class JobCode {
  private static final List<String> OTHERS =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "dev.tidemark.topology.",
          "dev.tidemark.runtime.",
          "dev.tidemark.worker.",
          "dev.tidemark.client.",
          "dev.tidemark.node.");

  private JobCode() {}

  /** Returns the innermost frame of the job's own code. */
  static Optional<String> frame(StackTraceElement[] frames) {
    return Stream.of(frames)
        .filter(frame -> OTHERS.stream().noneMatch(frame.getClassName()::startsWith))
        .map(frame -> shortened(frame.toString()))
        .findFirst();
  }

  /** Returns a frame without the name of the class loader in front. */
  static String shortened(String frame) {
    return frame.substring(frame.lastIndexOf('/') + 1);
  }
}
