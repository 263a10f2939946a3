package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.replay.DiffView;
import dev.tidemark.node.jobs.SpecChanges;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons of replays with their jobs, in the background: clients start one, then poll it by its
 * id until it is done. Bounded in number; a comparison that no client polls any more is stopped.
 * Thread-safe.
 */
final class Diffs implements AutoCloseable {

  private static final int AT_A_TIME = 2;
  private static final int KEPT_MAX = 20;
  private static final int LIMIT_MAX = 10_000;
  private static final long ANSWER_MS = 10_000;
  private static final long FORGOTTEN_NANOS = Duration.ofMinutes(5).toNanos();

  private final ServiceParts parts;
  private final Replays replays;
  private final DiffRun.Sources sources;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_A_TIME,
          work -> {
            Thread made = new Thread(work, "tidemark-comparison");
            made.setDaemon(true);
            return made;
          });
  private final Map<String, DiffRun> runs = new LinkedHashMap<>();

  Diffs(
      ServiceParts parts,
      Replays replays,
      OffsetsReader offsets,
      ProgressReaders progress,
      Runs all) {
    this.parts = parts;
    this.replays = replays;
    this.sources = new DiffRun.Sources(parts.config(), parts.clients(), offsets, progress, all);
  }

  DiffView diff(String name, int run, @Nullable String id, int limit) {
    DiffRun asked = id == null ? begin(name, run, limit) : find(name, run, id);
    return asked.await(ANSWER_MS);
  }

  @Override
  public void close() {
    synchronized (runs) {
      runs.values().forEach(DiffRun::cancel);
      runs.clear();
    }
    threads.shutdownNow();
  }

  private DiffRun begin(String name, int run, int limit) {
    if (limit < 0 || limit > LIMIT_MAX) {
      throw ApiException.of(
          400,
          "invalid_limit",
          "the limit is %d".formatted(limit),
          "give a number from 0 to %,d".formatted(LIMIT_MAX));
    }
    JobSpec replay = replays.shadow(name, run);
    JobSpec job =
        SpecChanges.existing(name, Optional.ofNullable(parts.memory().book().jobs().get(name)));
    DiffRun begun = new DiffRun(UUID.randomUUID().toString(), job, replay, limit, sources);
    synchronized (runs) {
      forget();
      if (runs.size() >= KEPT_MAX) {
        throw ApiException.of(
            429,
            "too_many_comparisons",
            "this node compares %d replays already".formatted(KEPT_MAX),
            "wait for one of them, or ask another node");
      }
      runs.put(begun.id(), begun);
      threads.execute(begun);
    }
    return begun;
  }

  private DiffRun find(String name, int run, String id) {
    synchronized (runs) {
      DiffRun known = runs.get(id);
      if (known == null || !known.isOf(name, run)) {
        throw ApiException.of(
            404,
            "comparison_not_found",
            "this node has no comparison '%s'".formatted(id.length() > 40 ? "…" : id),
            "begin another one: tidemark replay diff " + name);
      }
      return known;
    }
  }

  private void forget() {
    long now = System.nanoTime();
    runs.values()
        .removeIf(
            run -> {
              boolean forgotten = now - run.askedNanos() > FORGOTTEN_NANOS;
              if (forgotten) {
                run.cancel();
              }
              return forgotten;
            });
    if (runs.size() >= KEPT_MAX) {
      runs.values().removeIf(DiffRun::isDone);
    }
  }
}
