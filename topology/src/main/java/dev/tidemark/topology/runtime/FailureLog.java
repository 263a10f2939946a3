package dev.tidemark.topology.runtime;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest failures of a run, equal ones counted. Thread-safe. */
final class FailureLog {

  private static final int SUMMARY_CHARS_MAX = 500;

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

  /** The newest first. */
  synchronized List<FailureRecord> newest() {
    List<FailureRecord> newest = new ArrayList<>();
    records.values().forEach(failure -> newest.add(0, failure));
    return newest;
  }

  private static String oneLine(String text) {
    String line = text.lines().findFirst().orElse("").strip();
    return line.length() <= SUMMARY_CHARS_MAX ? line : line.substring(0, SUMMARY_CHARS_MAX) + "...";
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.getBuffer()
        .substring(0, Math.min(text.getBuffer().length(), FailureRecord.STACK_TRACE_CHARS_MAX));
  }
}
