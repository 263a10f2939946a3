package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.LogLine;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The logs of this node by job. Thread-safe. */
final class Logs implements AutoCloseable {
  private static final int FOLLOWERS_MAX = 64;
  private static final int LINES_MAX = 10_000;

  private final String node;
  private final Folders folders;
  private final JobLog.Limits limits;
  private final Map<String, JobLog> logs = new ConcurrentHashMap<>();
  private final AtomicInteger followers = new AtomicInteger();

  Logs(String node, Folders folders, JobLog.Limits limits) {
    this.node = node;
    this.folders = folders;
    this.limits = limits;
  }

  JobLog of(String job) {
    return logs.computeIfAbsent(
        job,
        name ->
            new JobLog(node, name, folders.log(name), limits, Clock.systemUTC(), System::nanoTime));
  }

  List<LogLine> tail(String job, int count, @Nullable Instant since) {
    // a request for an unknown name must not cost memory
    return logs.containsKey(job) || Files.exists(folders.log(job))
        ? of(job).tail(Math.min(count, LINES_MAX), since)
        : List.of();
  }

  AutoCloseable follow(String job, int count, Consumer<LogLine> consumer) {
    if (followers.incrementAndGet() > FOLLOWERS_MAX) {
      followers.decrementAndGet();
      throw ApiException.of(
          429,
          "too_many_followers",
          "node " + node + " has " + FOLLOWERS_MAX + " readers that follow logs",
          "end one of them, or read without following");
    }
    AtomicBoolean counted = new AtomicBoolean(true);
    try {
      AutoCloseable follower = of(job).follow(Math.min(count, LINES_MAX), consumer);
      return () -> {
        if (counted.getAndSet(false)) {
          followers.decrementAndGet();
        }
        follower.close();
      };
    } catch (RuntimeException e) {
      followers.decrementAndGet();
      throw e;
    }
  }

  /** Removes the log of a job. */
  void remove(String job) {
    of(job);
    logs.computeIfPresent(job, (name, log) -> log.remove() ? null : log);
  }

  @Override
  public void close() {
    logs.values().forEach(JobLog::close);
  }
}
