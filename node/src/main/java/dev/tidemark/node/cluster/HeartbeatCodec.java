package dev.tidemark.node.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.client.api.job.ExceptionView;
import dev.tidemark.client.api.job.TaskView;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Signs of life as bytes: never larger than a record may be, whatever the workers met. */
final class HeartbeatCodec {

  /**
   * The size from which details are left to the node that has them, in bytes. Far below what
   * brokers take, since it is written every other second.
   */
  static final int BYTES_MAX = 384 << 10;

  /** From the mildest on; with the last one hundreds of workers fit, whatever they met. */
  private static final List<Cut> CUTS =
      List.of(
          new Cut(20, 2_000, 1_000, 500),
          new Cut(1, 500, 200, 200),
          new Cut(0, 0, 20, 200),
          new Cut(0, 0, 0, 60));

  private HeartbeatCodec() {}

  /**
   * The limits to which each worker's report is cut.
   *
   * @param exceptions how many
   * @param traceChars of each one's stack trace
   * @param tasks how many; with none there is no report at all
   * @param messageChars of each message and hint
   */
  private record Cut(int exceptions, int traceChars, int tasks, int messageChars) {}

  /** Writes a view, shortened where it must be. */
  static byte[] encode(NodeView view) {
    NodeView told = view;
    for (Cut cut : CUTS) {
      if (traceChars(told) <= BYTES_MAX) { // what is plainly too long is not even written
        byte[] beat = bytes(told);
        if (beat.length <= BYTES_MAX) {
          return beat;
        }
      }
      told = with(view, cut);
    }
    return bytes(told);
  }

  private static long traceChars(NodeView view) {
    return view.workers().stream()
        .map(WorkerView::report)
        .filter(Objects::nonNull)
        .flatMap(report -> report.exceptions().stream())
        .mapToLong(each -> each.stackTrace().length())
        .sum();
  }

  /**
   * Returns the part of the workers' state that others act on. While it stays the same, a sign of
   * life can wait; figures that change all the time are no part of it.
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

  private static NodeView with(NodeView view, Cut cut) {
    return new NodeView(
        view.id(),
        view.url(),
        view.version(),
        view.startedAt(),
        view.at(),
        view.leaving(),
        view.workers().stream().map(worker -> shortened(worker, cut)).toList());
  }

  private static WorkerView shortened(WorkerView worker, Cut cut) {
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
        shortened(worker.error(), cut.messageChars()),
        report == null || cut.tasks() == 0 ? null : shortened(report, cut));
  }

  private static @Nullable ErrorView shortened(@Nullable ErrorView error, int charsMax) {
    return error == null
        ? null
        : new ErrorView(
            error.code(), cut(error.message(), charsMax), cut(error.hint(), charsMax), error.at());
  }

  private static WorkerReport shortened(WorkerReport report, Cut cut) {
    List<ExceptionView> exceptions =
        report.exceptions().stream()
            .limit(cut.exceptions())
            .map(
                each ->
                    new ExceptionView(
                        each.at(),
                        each.thread(),
                        each.count(),
                        cut(each.summary(), cut.messageChars()),
                        cut(each.stackTrace(), cut.traceChars())))
            .toList();
    return new WorkerReport(
        report.state(),
        report.waitingFor() == null ? null : cut(report.waitingFor(), cut.messageChars()),
        report.tasks().stream().limit(cut.tasks()).toList(),
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
