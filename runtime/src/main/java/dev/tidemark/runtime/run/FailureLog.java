package dev.tidemark.runtime.run;

import dev.tidemark.runtime.base.FailureRecord;
import dev.tidemark.runtime.base.Failures;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The newest failures of a run, equal ones counted. Thread-safe. */
final class FailureLog {

  private static final int SUMMARY_CHARS_MAX = 500;
  private static final int HEADER_CHARS_MAX = 1_000;
  private static final int FRAMES_MAX = 12;
  private static final int CAUSES_MAX = 10;

  private final Clock clock;

  /** By what makes failures equal, the newest last. */
  private final Map<String, FailureRecord> records = new LinkedHashMap<>();

  FailureLog(Clock clock) {
    this.clock = clock;
  }

  synchronized void add(Thread thread, Throwable thrown) {
    Throwable root = Failures.rootOf(thrown);
    String summary = oneLine(root.toString());
    StackTraceElement[] frames = root.getStackTrace();
    String equal = summary + (frames.length == 0 ? "" : frames[0]);
    FailureRecord before = records.remove(equal);
    records.put(
        equal,
        new FailureRecord(
            clock.instant(),
            thread.getName(),
            before == null ? 1 : before.count() + 1,
            summary,
            before == null ? stackTrace(thrown) : before.stackTrace()));
    if (records.size() > RunnerStatus.FAILURES_MAX) {
      records.remove(records.keySet().iterator().next());
    }
  }

  /** Returns the newest first. */
  synchronized List<FailureRecord> newest() {
    List<FailureRecord> newest = new ArrayList<>();
    records.values().forEach(failure -> newest.add(0, failure));
    return newest;
  }

  private static String oneLine(String text) {
    String line = text.lines().findFirst().orElse("").strip();
    return line.length() <= SUMMARY_CHARS_MAX ? line : line.substring(0, SUMMARY_CHARS_MAX) + "...";
  }

  /** Of each cause its first frames: what is cut off at the end must not be the root. */
  private static String stackTrace(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = thrown;
        cause != null && seen.size() < CAUSES_MAX && seen.add(cause);
        cause = cause.getCause()) {
      String header = cause.toString();
      text.append(text.isEmpty() ? "" : "Caused by: ")
          .append(header, 0, Math.min(header.length(), HEADER_CHARS_MAX))
          .append('\n');
      StackTraceElement[] frames = cause.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) {
        text.append("\tat ").append(frames[i]).append('\n');
      }
      if (frames.length > FRAMES_MAX) {
        text.append("\t... ").append(frames.length - FRAMES_MAX).append(" more\n");
      }
    }
    return text.substring(0, Math.min(text.length(), FailureRecord.STACK_TRACE_CHARS_MAX));
  }
}
