package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.worker.Command;
import dev.tidemark.worker.JsonLines;
import dev.tidemark.worker.LaunchOrder;
import dev.tidemark.worker.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a worker, with its commands, messages and log. Neither its output nor unread input
 * can block the node. Thread-safe.
 */
final class WorkerProcess implements Child {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
  private static final int UNREAD_MAX = 64;
  private static final int QUESTIONS_MAX = 32;
  private static final long ANSWER_SECONDS = 10;
  private static final long DRAIN_MS = 2_000;
  private static final long MESSAGE_BYTES_PER_SECOND = 8 << 20;
  private static final long STACK_BYTES = 256 << 10;

  private final String job;
  private final Process process;
  private final JobLog log;
  private final BlockingQueue<byte[]> unread = new ArrayBlockingQueue<>(UNREAD_MAX);
  private final Map<Long, CompletableFuture<Message>> questions = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong ids = new AtomicLong();
  private volatile Optional<Message.Ended> last = Optional.empty();

  /** Receives the messages of a process, on threads of the process. */
  interface Listener {
    void said(Message message);

    /** Handles the end of the process; no more messages follow. */
    void ended(Message.Ended reason);
  }

  private WorkerProcess(String job, Process process, JobLog log) {
    this.job = job;
    this.process = process;
    this.log = log;
  }

  /** Starts a process and sends its order. */
  static WorkerProcess start(ChildJvm jvm, LaunchOrder order, JobLog log) throws IOException {
    byte[] first = JsonLines.line(order);
    if (first.length > JsonLines.BYTES_MAX) {
      throw new IOException("its parameters and settings are longer than 1 MiB");
    }
    Process process = jvm.start(List.of(order.job()));
    WorkerProcess worker = new WorkerProcess(order.job(), process, log);
    worker.unread.add(first);
    return worker;
  }

  /**
   * Starts to listen, once.
   *
   * @param executor runs the wait for the end
   */
  void listen(Listener listener, Executor executor) {
    Thread in = thread("in", this::write);
    Thread out = thread("out", () -> read(listener));
    Thread err = thread("err", this::takeLog);
    process
        .onExit()
        .thenAcceptAsync(
            ended -> {
              in.interrupt();
              join(out);
              join(err);
              closeStreams();
              questions.values().forEach(question -> question.completeExceptionally(gone()));
              listener.ended(ExitReason.reason(job, ended.exitValue(), last));
            },
            executor);
  }

  @Override
  public long pid() {
    return process.pid();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public boolean tell(Command command) {
    byte[] line = JsonLines.line(command);
    return line.length <= JsonLines.BYTES_MAX && unread.offer(line);
  }

  @Override
  public void kill() {
    Child.kill(process.toHandle());
  }

  /**
   * Sends a question.
   *
   * @param question takes the id that the answer will have
   * @return the answer; fails with an {@link ApiException} if there is none
   */
  CompletableFuture<Message> ask(LongFunction<Command> question) {
    if (open.incrementAndGet() > QUESTIONS_MAX) {
      open.decrementAndGet();
      return CompletableFuture.failedFuture(
          ApiException.of(
              429, "too_many_queries", "too many queries of job " + job, "ask less often"));
    }
    long id = ids.incrementAndGet();
    CompletableFuture<Message> answer = new CompletableFuture<>();
    questions.put(id, answer);
    if (!process.isAlive() || !tell(question.apply(id))) {
      answer.completeExceptionally(gone());
    }
    return answer
        .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
        .whenComplete(
            (message, failure) -> {
              questions.remove(id);
              open.decrementAndGet();
            });
  }

  private ApiException gone() {
    return ApiException.of(
        503,
        "worker_unavailable",
        "the worker of job " + job + " takes no questions now",
        "try again");
  }

  private void write() {
    try (OutputStream stdin = process.getOutputStream()) {
      while (process.isAlive()) {
        stdin.write(unread.take());
        stdin.flush();
      }
    } catch (IOException | InterruptedException e) {
      LOG.debug("job={} pid={} reads no more", job, pid());
    }
  }

  private void read(Listener listener) {
    JsonLines.Reader lines =
        new JsonLines.Reader(
            new ThrottledInput(process.getInputStream(), MESSAGE_BYTES_PER_SECOND));
    boolean garbled = false;
    try {
      for (Optional<JsonLines.Line> line = lines.line(); line.isPresent(); line = lines.line()) {
        Optional<Message> message = line.get().as(Message.class);
        if (message.isPresent()) {
          take(message.get(), listener);
        } else if (!garbled) {
          garbled = true;
          log.note(
              "the worker's standard output has a line that is not a message; such lines are"
                  + " ignored");
        }
      }
    } catch (IOException e) {
      LOG.debug("job={} pid={} sends no more messages: {}", job, pid(), e.toString());
    }
  }

  private void take(Message message, Listener listener) {
    if (message instanceof Message.Ended ended) {
      last = Optional.of(ended);
    } else if (message instanceof Message.Listed listed) {
      answer(listed.id(), listed);
    } else if (message instanceof Message.Answered answered) {
      answer(answered.id(), answered);
    } else if (message instanceof Message.Refused refused) {
      answer(refused.id(), refused);
    }
    listener.said(message);
  }

  private void answer(long id, Message message) {
    @Nullable CompletableFuture<Message> question = questions.get(id);
    if (question != null) {
      question.complete(message);
    }
  }

  private void takeLog() {
    try {
      log.takeAll(process.getErrorStream());
    } catch (IOException e) {
      LOG.debug("job={} pid={} logs no more: {}", job, pid(), e.toString());
    }
  }

  private Thread thread(String what, Runnable task) {
    Thread thread = new Thread(null, task, "worker-" + job + "-" + what, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Waits, within bounds, until a reader has read the last output of the process from its pipe. A
   * child of the process may hold the pipe open without limit.
   */
  private static void join(Thread thread) {
    try {
      thread.join(DRAIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeStreams() {
    try {
      process.getInputStream().close();
      process.getErrorStream().close();
    } catch (IOException e) {
      LOG.debug("job={} pid={} pipes not closed: {}", job, pid(), e.toString());
    }
  }
}
