package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.job.LogLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one job on this node, over all its workers. Lines beyond the permitted rate are
 * dropped, and the log reports how many. Thread-safe.
 */
final class JobLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobLog.class);

  private static final long PIPE_BYTES_PER_SECOND = 64 << 20;

  private final String node;
  private final String job;
  private final LogFiles files;
  private final Clock clock;
  private final LogBudget budget;
  private final List<LogFollower> followers = new ArrayList<>();
  private boolean diskFails;

  /**
   * Opens a log; creates no file before the first line.
   *
   * @param limits on size and speed
   * @param nanos a clock that never goes back
   */
  JobLog(String node, String job, Path path, Limits limits, Clock clock, LongSupplier nanos) {
    this.node = node;
    this.job = job;
    this.files = new LogFiles(path, limits.fileBytesMax());
    this.clock = clock;
    this.budget = new LogBudget(limits.bytesPerSecond(), limits.burstBytes(), nanos);
  }

  /**
   * Bounds.
   *
   * @param fileBytesMax of each of the {@value LogFiles#FILES} files
   * @param bytesPerSecond kept in the long run
   * @param burstBytes kept at once
   */
  record Limits(long fileBytesMax, long bytesPerSecond, long burstBytes) {
    static final Limits DEFAULT = new Limits(10 << 20, 1 << 20, 4 << 20);
  }

  /** Takes all output of a process until it ends. Blocks. */
  void takeAll(InputStream process) throws IOException {
    InputStream in = new ThrottledInput(process, PIPE_BYTES_PER_SECOND);
    LineSplitter splitter = new LineSplitter(new Taken());
    byte[] chunk = new byte[16 << 10];
    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
      splitter.bytes(chunk, length);
      flush();
    }
    splitter.finish();
    tellDropped();
    flush();
  }

  /** Adds a line of the node itself. */
  void note(String text) {
    tellDropped();
    write("[node] " + text);
    flush();
  }

  /** Returns the newest lines, oldest first. */
  List<LogLine> tail(int count, @Nullable Instant since) {
    try (LogTail tail = openTail()) {
      return tail.read(count, since).stream()
          .map(entry -> new LogLine(node, entry.at(), entry.text()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the log of job " + job + " can't be read", e);
    }
  }

  /** Passes the newest lines and then each new one to a consumer, until closed. */
  AutoCloseable follow(int count, Consumer<LogLine> consumer) {
    LogFollower follower = new LogFollower(node, job, clock, consumer, this::forget);
    try (LogTail tail = openTailFor(follower)) {
      List<LogLine> before =
          tail.read(count, null).stream()
              .map(entry -> new LogLine(node, entry.at(), entry.text()))
              .toList();
      follower.start(before);
      return follower;
    } catch (IOException e) {
      forget(follower);
      throw new UncheckedIOException("the log of job " + job + " can't be read", e);
    }
  }

  /** Closes the file until the next line. */
  synchronized void rest() {
    try {
      files.close();
    } catch (IOException e) {
      diskFailed(e);
    }
  }

  /**
   * Removes the files.
   *
   * @return whether it has no followers any more
   */
  synchronized boolean remove() {
    try {
      files.remove();
      return followers.isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("the log of job " + job + " can't be removed", e);
    }
  }

  @Override
  public void close() {
    List<LogFollower> open;
    synchronized (this) {
      open = List.copyOf(followers);
    }
    open.forEach(LogFollower::close);
    rest();
  }

  private synchronized LogTail openTail() throws IOException {
    flush();
    return LogTail.open(files.newestFirst());
  }

  /**
   * Opens the tail under the lock, so that no line is lost between the tail and the follower's
   * first line.
   */
  private synchronized LogTail openTailFor(LogFollower follower) throws IOException {
    followers.add(follower);
    return openTail();
  }

  private synchronized void forget(LogFollower follower) {
    followers.remove(follower);
  }

  private synchronized void write(String text) {
    LogTail.Entry entry = new LogTail.Entry(clock.instant().truncatedTo(ChronoUnit.MILLIS), text);
    try {
      files.write(entry.line().getBytes(StandardCharsets.UTF_8));
      diskFails = false;
    } catch (IOException | UncheckedIOException e) {
      diskFailed(e);
    }
    LogLine line = new LogLine(node, entry.at(), text);
    followers.forEach(follower -> follower.offer(line));
  }

  private synchronized void flush() {
    try {
      files.flush();
    } catch (IOException e) {
      diskFailed(e);
    }
  }

  private synchronized void tellDropped() {
    LogBudget.Dropped dropped = budget.takeDropped();
    if (dropped.lines() > 0) {
      write(
          "[node] %d lines (%d bytes) dropped here: the job logs more than %d KiB a second"
              .formatted(dropped.lines(), dropped.bytes(), budget.bytesPerSecond() >> 10));
    }
  }

  /** Drops lines after an error of the disk: losing lines is better than stopping a job. */
  private void diskFailed(Exception e) {
    if (!diskFails) {
      diskFails = true;
      LOG.warn("job={} its log can't be written, lines are lost: {}", job, e.toString());
    }
    try {
      files.close();
    } catch (IOException again) {
      LOG.debug("job={} log not closed: {}", job, again.toString());
    }
  }

  /** The lines of one process. */
  private final class Taken implements LineSplitter.Lines {
    @Override
    public boolean wants() {
      return budget.isOpen();
    }

    @Override
    public void line(String text) {
      tellDropped();
      budget.spend(text.length());
      write(text);
    }

    @Override
    public void dropped(long bytes) {
      budget.dropped(bytes);
    }
  }
}
