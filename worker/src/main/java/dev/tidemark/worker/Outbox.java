package dev.tidemark.worker;

import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.job.TaskView;
import dev.tidemark.client.api.job.WorkerReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Sends the messages of a worker to its node. A missing reader is not an error here; end-of-input
 * on stdin reports it. Thread-safe.
 */
final class Outbox {
  private static final int TASKS_SHOWN = 200;

  private final JsonLines.Writer lines;

  Outbox(OutputStream out) {
    this.lines = new JsonLines.Writer(out);
  }

  /** Sends a report; omits the parts that make it too long. */
  void report(WorkerReport report) {
    if (send(new Message.Reported(report))) {
      return;
    }
    List<TaskView> tasks = report.tasks();
    send(
        new Message.Reported(
            new WorkerReport(
                report.state(),
                report.waitingFor(),
                tasks.subList(0, Math.min(TASKS_SHOWN, tasks.size())),
                List.of(),
                report.heapUsedMb(),
                report.liveThreads(),
                report.at())));
  }

  /** Answers a question; an answer that is too long is replaced by an error. */
  void answer(long id, Message answer) {
    if (!send(answer)) {
      refuse(
          id,
          422,
          "answer_too_large",
          "the answer is longer than 1 MiB",
          "look the key up in the job's output topics");
    }
  }

  /** Answers a question with an error. */
  void refuse(long id, int status, String code, String message, String hint) {
    send(new Message.Refused(id, status, new ApiError(code, message, hint, List.of())));
  }

  /**
   * Sends a message.
   *
   * @return false if it is too long
   */
  boolean send(Message message) {
    try {
      return lines.write(message);
    } catch (IOException e) {
      return true;
    }
  }
}
