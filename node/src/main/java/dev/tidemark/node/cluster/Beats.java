package dev.tidemark.node.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.node.api.ExceptionView;
import dev.tidemark.node.api.Json;
import dev.tidemark.node.api.NodeView;
import dev.tidemark.node.api.TaskView;
import dev.tidemark.node.api.WorkerReport;
import dev.tidemark.node.api.WorkerView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs of life as bytes: never larger than a record may be, whatever the workers met. */
final class Beats {

  /** The size from which stack traces are left to the node that has them, in bytes. */
  static final int BYTES_MAX = 512 << 10;

  private static final int TRACE_CHARS_MAX = 500;

  private Beats() {}

  /** Writes a view, shortened where it must be. */
  static byte[] encode(NodeView view) {
    byte[] whole = bytes(view);
    if (whole.length <= BYTES_MAX) {
      return whole;
    }
    byte[] cut = bytes(with(view, TRACE_CHARS_MAX, Integer.MAX_VALUE));
    return cut.length <= BYTES_MAX ? cut : bytes(with(view, TRACE_CHARS_MAX, 1));
  }

  /**
   * What others act on. While it stays the same, a sign of life can wait; figures that change all
   * the time are no part of it.
   */
  static List<Object> essence(List<WorkerView> workers) {
    List<Object> essence = new ArrayList<>();
    for (WorkerView worker : workers) {
      essence.add(worker.job());
      essence.add(worker.run());
      essence.add(worker.version());
      essence.add(worker.state());
      essence.add(worker.pid());
      essence.add(String.valueOf(worker.nextStartAt()));
      WorkerReport report = worker.report();
      if (report != null) {
        essence.add(String.valueOf(report.waitingFor()));
        report.tasks().stream().map(TaskView::id).forEach(essence::add);
        report.tasks().stream().map(TaskView::state).forEach(essence::add);
      }
    }
    return essence;
  }

  private static NodeView with(NodeView view, int traceChars, int exceptionsMax) {
    List<WorkerView> workers =
        view.workers().stream()
            .map(worker -> shortened(worker, traceChars, exceptionsMax))
            .toList();
    return new NodeView(
        view.id(),
        view.url(),
        view.version(),
        view.startedAt(),
        view.at(),
        view.leaving(),
        workers);
  }

  private static WorkerView shortened(WorkerView worker, int traceChars, int exceptionsMax) {
    WorkerReport report = worker.report();
    return new WorkerView(
        worker.job(),
        worker.node(),
        worker.run(),
        worker.version(),
        worker.state(),
        worker.pid(),
        worker.since(),
        worker.starts(),
        worker.nextStartAt(),
        worker.error(),
        report == null ? null : shortened(report, traceChars, exceptionsMax));
  }

  private static WorkerReport shortened(WorkerReport report, int traceChars, int exceptionsMax) {
    List<ExceptionView> exceptions =
        report.exceptions().stream()
            .limit(exceptionsMax)
            .map(
                each ->
                    new ExceptionView(
                        each.at(),
                        each.thread(),
                        each.count(),
                        cut(each.summary(), traceChars),
                        cut(each.stackTrace(), traceChars)))
            .toList();
    return new WorkerReport(
        report.state(),
        report.waitingFor(),
        report.tasks(),
        exceptions,
        report.heapUsedMb(),
        report.liveThreads(),
        report.at());
  }

  private static String cut(@Nullable String text, int charsMax) {
    if (text == null) {
      return "";
    }
    return text.length() <= charsMax ? text : text.substring(0, charsMax);
  }

  private static byte[] bytes(NodeView view) {
    try {
      return Json.mapper().writeValueAsBytes(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a sign of life can't be written", e);
    }
  }
}
