package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.job.LogLine;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Passes lines to a consumer that may be slow, on a thread of its own. Lines that do not fit in the
 * queue are dropped, and the consumer is told how many. Thread-safe.
 */
final class LogFollower implements AutoCloseable {
  private static final int CHARS_MAX = 1 << 20;
  private static final int LINE_COSTS = 64;

  private final String node;
  private final Clock clock;
  private final Consumer<LogLine> consumer;
  private final Consumer<LogFollower> atEnd;
  private final Thread thread;
  private final Deque<LogLine> queue = new ArrayDeque<>();
  private int chars;
  private long dropped;
  private boolean closed;

  LogFollower(
      String node,
      String job,
      Clock clock,
      Consumer<LogLine> consumer,
      Consumer<LogFollower> atEnd) {
    this.node = node;
    this.clock = clock;
    this.consumer = consumer;
    this.atEnd = atEnd;
    this.thread = new Thread(null, this::deliver, "log-follower-" + job, 256 << 10);
    this.thread.setDaemon(true);
  }

  /** Starts with lines that are older than any offered line. */
  synchronized void start(List<LogLine> before) {
    for (int i = before.size() - 1; i >= 0; i--) {
      queue.addFirst(before.get(i));
      chars += cost(before.get(i));
    }
    thread.start();
  }

  synchronized void offer(LogLine line) {
    if (closed) {
      return;
    }
    if (chars > CHARS_MAX) {
      dropped++;
      return;
    }
    queue.addLast(line);
    chars += cost(line);
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      queue.clear();
      notifyAll();
    }
    atEnd.accept(this);
    thread.interrupt();
  }

  private void deliver() {
    try {
      while (true) {
        LogLine line = next();
        consumer.accept(line);
      }
    } catch (InterruptedException | RuntimeException e) {
      close(); // a consumer that wants no more lines throws
    }
  }

  private synchronized LogLine next() throws InterruptedException {
    while (!closed && queue.isEmpty() && dropped == 0) {
      wait();
    }
    if (closed) {
      throw new InterruptedException();
    }
    if (queue.isEmpty()) {
      LogLine told =
          new LogLine(
              node, clock.instant(), "[node] " + dropped + " lines not shown: the reader is slow");
      dropped = 0;
      return told;
    }
    LogLine line = queue.removeFirst();
    chars -= cost(line);
    return line;
  }

  private static int cost(LogLine line) {
    return line.text().length() + LINE_COSTS;
  }
}
