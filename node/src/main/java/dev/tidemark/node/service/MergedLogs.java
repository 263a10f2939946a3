package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.node.service.FanOut.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs of a job on all nodes, merged. A node that can't be reached is reported in a line of its
 * own.
 */
final class MergedLogs {

  private static final Logger LOG = LoggerFactory.getLogger(MergedLogs.class);
  private static final int TAIL_MAX = 10_000;

  private final FanOut fanOut;
  private final Set<Following> followed = new CopyOnWriteArraySet<>();

  MergedLogs(FanOut fanOut) {
    this.fanOut = fanOut;
  }

  List<LogLine> read(String job, @Nullable String node, int tail, @Nullable Instant since) {
    checkTail(tail);
    if (node != null) {
      return fanOut.one(node).service().localLogs(job, tail, since);
    }
    List<LogLine> merged = new ArrayList<>();
    for (Source source : fanOut.all()) {
      try {
        merged.addAll(source.service().localLogs(job, tail, since));
      } catch (ApiException e) {
        merged.add(unreadable(source, e));
      }
    }
    merged.sort(Comparator.comparing(LogLine::at));
    return List.copyOf(merged.subList(Math.max(0, merged.size() - tail), merged.size()));
  }

  AutoCloseable follow(String job, @Nullable String node, int tail, Consumer<LogLine> consumer) {
    if (tail != 0) {
      checkTail(tail);
    }
    if (node != null) {
      return fanOut.one(node).service().followLocalLogs(job, tail, consumer);
    }
    Following following = new Following(job, consumer);
    followed.add(following);
    following.refresh(fanOut.all(), tail);
    return following;
  }

  /** Subscribes to new nodes and unsubscribes from departed ones; call periodically. */
  void refresh() {
    if (!followed.isEmpty()) {
      List<Source> all = fanOut.all();
      followed.forEach(following -> following.refresh(all, TAIL_MAX));
    }
  }

  void close() {
    followed.forEach(Following::close);
  }

  private static LogLine unreadable(Source source, ApiException e) {
    return new LogLine(
        source.node().id(),
        Instant.now(),
        "[tidemark] the log of this node can't be read: " + e.getMessage());
  }

  private static void checkTail(int tail) {
    if (tail < 1 || tail > TAIL_MAX) {
      throw ApiException.of(
          400,
          "invalid_tail",
          "tail is " + tail,
          "give a number from 1 to %,d".formatted(TAIL_MAX));
    }
  }

  private final class Following implements AutoCloseable {
    private final String job;
    private final Consumer<LogLine> consumer;
    private final Map<String, AutoCloseable> open = new HashMap<>(); // by node and its start
    private boolean closed;

    Following(String job, Consumer<LogLine> consumer) {
      this.job = job;
      this.consumer = consumer;
    }

    /**
     * Subscribes to new sources with their whole tail. A node that appears later has just started
     * its log: none of it was shown.
     */
    synchronized void refresh(List<Source> sources, int tail) {
      if (closed) {
        return;
      }
      Set<String> present = new HashSet<>();
      for (Source source : sources) {
        String key = source.node().id() + "@" + source.node().startedAt();
        present.add(key);
        if (!open.containsKey(key)) {
          open(source, key, tail);
        }
      }
      Set<String> gone = new HashSet<>(open.keySet());
      gone.removeAll(present);
      gone.forEach(key -> closeQuietly(open.remove(key)));
    }

    private void open(Source source, String key, int tail) {
      try {
        open.put(key, source.service().followLocalLogs(job, tail, this::take));
      } catch (ApiException e) {
        open.put(key, () -> {});
        take(unreadable(source, e));
      }
    }

    /** Takes a line. Lines of several nodes arrive on several threads. */
    private void take(LogLine line) {
      synchronized (consumer) {
        consumer.accept(line);
      }
    }

    @Override
    public void close() {
      followed.remove(this);
      List<AutoCloseable> all;
      synchronized (this) {
        closed = true;
        all = List.copyOf(open.values());
        open.clear();
      }
      all.forEach(MergedLogs::closeQuietly);
    }
  }

  private static void closeQuietly(@Nullable AutoCloseable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (Exception e) {
      LOG.debug("a log is not followed any more", e);
    }
  }
}
