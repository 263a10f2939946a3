package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.runtime.query.ProgressReader;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.progress.ProgressLayout;
import dev.tidemark.topology.progress.RunPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Readers of progress, one per job with recent requests: opened by a request, closed a minute after
 * the last one, so that jobs without requests cost nothing. Thread-safe.
 */
final class ProgressReaders {

  private static final long IDLE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long FRESH_NANOS = Duration.ofMillis(500).toNanos();
  private static final int OPEN_MAX = 30;

  private final Runs runs;
  private final Map<String, Entry> entries = new HashMap<>();
  private boolean closed;

  ProgressReaders(Runs runs) {
    this.runs = runs;
  }

  /** Returns the committed progress of a job, at most half a second old. */
  JobProgress read(JobSpec spec) {
    return Errors.translated(() -> entry(spec).read());
  }

  /** Returns the committed position of a run, as of now. */
  RunPosition position(JobSpec spec) {
    return Errors.translated(() -> entry(spec).position());
  }

  /** Closes readers that were not used lately. */
  void closeIdle(long nowNanos) {
    List<Entry> idle = new ArrayList<>();
    synchronized (entries) {
      entries
          .values()
          .removeIf(
              entry -> {
                boolean unused = nowNanos - entry.usedNanos > IDLE_NANOS;
                if (unused) {
                  idle.add(entry);
                }
                return unused;
              });
    }
    idle.forEach(Entry::close);
  }

  void close() {
    List<Entry> all;
    synchronized (entries) {
      closed = true;
      all = List.copyOf(entries.values());
      entries.clear();
    }
    all.forEach(Entry::close);
  }

  private Entry entry(JobSpec spec) {
    // an upgrade in place may change the topics to read
    String id = spec.applicationId() + "/" + spec.plan().hashCode();
    synchronized (entries) {
      if (closed) {
        throw unavailable();
      }
      Entry entry = entries.get(id);
      if (entry == null) {
        if (entries.size() >= OPEN_MAX) {
          throw ApiException.of(
              429,
              "too_many_readers",
              "the progress of %d jobs is being read on this node".formatted(OPEN_MAX),
              "ask another node, or try again in a minute");
        }
        entry = new Entry(spec);
        entries.put(id, entry);
      }
      entry.usedNanos = System.nanoTime();
      return entry;
    }
  }

  private static ApiException unavailable() {
    return ApiException.of(503, "stopping", "the node is stopping", "ask another node");
  }

  private final class Entry {
    private final JobSpec spec;
    private volatile long usedNanos;
    private @Nullable ProgressReader reader;
    private @Nullable JobProgress last;
    private long readNanos;
    private boolean ended;

    Entry(JobSpec spec) {
      this.spec = spec;
    }

    synchronized JobProgress read() {
      if (ended) {
        throw unavailable();
      }
      JobProgress known = last;
      if (known != null && System.nanoTime() - readNanos < FRESH_NANOS) {
        return known;
      }
      return readNow();
    }

    synchronized RunPosition position() {
      if (ended) {
        throw unavailable();
      }
      readNow();
      return open().position();
    }

    private JobProgress readNow() {
      JobProgress now = open().read();
      last = now;
      readNanos = System.nanoTime();
      return now;
    }

    private ProgressReader open() {
      ProgressReader open = reader;
      if (open == null) {
        open =
            ProgressReader.open(
                ProgressLayout.ofPlanJson(spec.plan()), runs.config(spec.applicationId()));
        reader = open;
      }
      return open;
    }

    synchronized void close() {
      ended = true;
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }
  }
}
