package dev.tidemark.node.supervisor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Starts a few workers at a time: a JVM that starts uses all the CPU that it gets, and running
 * workers must not miss their heartbeats when a node starts many jobs. Thread-safe.
 */
final class StartQueue implements AutoCloseable {
  private static final long SETTLE_SECONDS = 10;

  private final Map<String, CountDownLatch> starting = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  StartQueue() {
    int atOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
    threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            SETTLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Daemons.named("worker-start"));
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs a start as soon as a permit is free, and keeps the permit until the job has settled or
   * time is up.
   */
  void add(String job, Runnable start) {
    threads.execute(
        () -> {
          CountDownLatch settled = new CountDownLatch(1);
          starting.put(job, settled);
          try {
            start.run();
            if (!settled.await(SETTLE_SECONDS, TimeUnit.SECONDS)) {
              return; // slow, but others wait, too
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            starting.remove(job, settled);
          }
        });
  }

  /** Records that a job has started, or failed to. */
  void settled(String job) {
    CountDownLatch latch = starting.get(job);
    if (latch != null) {
      latch.countDown();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
