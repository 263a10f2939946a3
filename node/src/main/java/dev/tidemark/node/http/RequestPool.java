package dev.tidemark.node.http;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that serve requests. The connector's own threads never wait, so a slow answer delays
 * no health check; here as many requests wait as there are threads, the next ones queue, and
 * further ones are refused. Heavy requests and uploads have permits of their own, fewer than
 * threads.
 *
 * <p>Jetty's {@code QoSHandler} is not used: it delays requests instead of refusing them, refuses
 * without the API's error body, brings no threads, and holds a permit until the answer ends, which
 * takes hours for a stream of logs.
 */
final class RequestPool implements AutoCloseable {
  private static final int THREADS = 24;
  private static final int HEAVY_MAX = 6;
  private static final int UPLOADS_MAX = 4;
  private static final int IDLE_SECONDS = 20;

  private final ThreadPoolExecutor threads;
  private final Semaphore heavy = new Semaphore(HEAVY_MAX);
  private final Semaphore uploads = new Semaphore(UPLOADS_MAX);

  RequestPool(int queueMax) {
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(queueMax),
            RequestPool::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  /** Runs work on a thread of the pool; 503 if the queue is full. */
  void execute(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      throw Errors.unavailable(
          "busy", "this node serves as many requests as it can", "try again in a second");
    }
  }

  /** Takes a permit for heavy requests or uploads; the returned action releases it. */
  Runnable place(Route.Body body) {
    Semaphore places = body == Route.Body.JSON_HEAVY ? heavy : uploads;
    if (!places.tryAcquire()) {
      throw Errors.unavailable(
          "busy",
          "this node already serves as many "
              + (places == heavy ? "plans and submissions" : "uploads")
              + " as it can at a time",
          "try again in some seconds, or ask another node");
    }
    return places::release;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "http-request");
    thread.setDaemon(true);
    return thread;
  }
}
