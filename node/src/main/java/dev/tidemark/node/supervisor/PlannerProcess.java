package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.Json;
import dev.tidemark.worker.JsonLines;
import dev.tidemark.worker.PlanAnswer;
import dev.tidemark.worker.PlanOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of a planner: reads an order and writes an answer, within limits. */
final class PlannerProcess {
  private static final int ANSWER_BYTES_MAX = 8 << 20;
  private static final long DRAIN_MS = 2_000;
  private static final int STATUS_MIN = 400;
  private static final int STATUS_MAX = 599;

  private final Process process;
  private final AtomicReference<byte[]> answer = new AtomicReference<>(new byte[0]);

  private PlannerProcess(Process process) {
    this.process = process;
  }

  /** Runs a planner. A failure of the planner is returned as an answer, too. */
  static PlanAnswer run(ChildJvm jvm, PlanOrder order, Duration limit) throws IOException {
    byte[] line = JsonLines.line(order);
    if (line.length > JsonLines.BYTES_MAX) {
      return refused(
          "parameters_too_long", "the parameters are longer than 1 MiB", "state less of them");
    }
    return new PlannerProcess(jvm.start(List.of())).talk(line, limit);
  }

  private PlanAnswer talk(byte[] order, Duration limit) {
    Thread in = thread(() -> send(order));
    Thread out = thread(this::readAnswer);
    Thread err = thread(this::skipLog);
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        out.join(DRAIN_MS);
        return judged(process.exitValue());
      }
      return refused(
          "planning_timeout",
          "the job was not planned within " + limit.toSeconds() + " s",
          "let define() state the job and do nothing else");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused("planning_interrupted", "planning was interrupted", "try again");
    } finally {
      Child.kill(process.toHandle());
      List.of(in, out, err).forEach(Thread::interrupt);
    }
  }

  private PlanAnswer judged(int exitCode) {
    byte[] bytes = Objects.requireNonNull(answer.get());
    if (bytes.length > ANSWER_BYTES_MAX) {
      return refused(
          "plan_too_large",
          "the plan of the job is larger than " + (ANSWER_BYTES_MAX >> 20) + " MiB",
          "split the job");
    }
    if (ExitReason.isOutOfMemory(exitCode)) {
      return refused(
          "planning_out_of_memory",
          "the job's own code ran out of memory while it was planned",
          "let define() state the job; load data in the functions that need it");
    }
    return parsed(bytes)
        .orElseGet(
            () ->
                refused(
                    "planning_failed",
                    "planning ended with exit code %d and no answer".formatted(exitCode),
                    "the job's code must neither end the JVM nor write to its standard output"));
  }

  private static Optional<PlanAnswer> parsed(byte[] bytes) {
    try {
      @Nullable PlanAnswer answer = Json.mapper().readValue(bytes, PlanAnswer.class);
      return Optional.ofNullable(answer).filter(PlannerProcess::isWhole);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isWhole(PlanAnswer answer) {
    return answer.plan() != null
        || (answer.error() != null
            && answer.status() >= STATUS_MIN
            && answer.status() <= STATUS_MAX);
  }

  private void send(byte[] order) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(order);
    } catch (IOException e) {
      return; // it has ended; its exit code is the reason
    }
  }

  private void readAnswer() {
    try (InputStream stdout = process.getInputStream()) {
      byte[] bytes = stdout.readNBytes(ANSWER_BYTES_MAX + 1);
      answer.set(bytes);
      if (bytes.length > ANSWER_BYTES_MAX) {
        Child.kill(process.toHandle());
      }
    } catch (IOException e) {
      return; // killed
    }
  }

  private void skipLog() {
    try (InputStream stderr = new ThrottledInput(process.getErrorStream(), ANSWER_BYTES_MAX)) {
      stderr.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      return; // killed
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = Daemons.named("planner").newThread(task);
    thread.start();
    return thread;
  }

  private static PlanAnswer refused(String code, String message, String hint) {
    return new PlanAnswer(null, 422, new ApiError(code, message, hint, List.of()));
  }
}
