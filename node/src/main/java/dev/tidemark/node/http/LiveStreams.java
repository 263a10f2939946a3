package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open streaming responses: a bounded number, checked once a second. */
final class LiveStreams {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);

  private final Set<LiveStream> open = ConcurrentHashMap.newKeySet();
  private final Semaphore places;
  private final int max;
  private final Executor pool;
  private volatile boolean finished;

  LiveStreams(int max, Executor pool, ScheduledExecutorService clock) {
    this.max = max;
    this.places = new Semaphore(max);
    this.pool = pool;
    clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  int size() {
    return open.size();
  }

  /** Starts one; blocks until its feed is open. */
  void start(Exchange exchange, ApiResponse.Live live) {
    if (!places.tryAcquire()) {
      throw ApiException.of(
          429,
          "too_many_streams",
          "this node already serves " + max + " streams of logs and events",
          "close some, or ask another node");
    }
    LiveStream[] self = new LiveStream[1];
    LiveStream stream = new LiveStream(exchange, live, pool, () -> release(self[0]));
    self[0] = stream;
    open.add(stream);
    try {
      stream.start();
    } catch (RuntimeException | Error e) {
      release(stream);
      throw e;
    }
    if (finished) {
      stream.finish();
    }
  }

  /** Ends all, including those that are just starting. */
  void finishAll() {
    finished = true;
    open.forEach(LiveStream::finish);
  }

  private void release(LiveStream stream) {
    if (open.remove(stream)) {
      places.release();
    }
  }

  private void tick() {
    for (LiveStream stream : open) {
      try {
        stream.tick();
      } catch (RuntimeException e) { // must not end the schedule: the other streams need it
        LOG.debug("a live answer has ended: {}", e.toString());
      }
    }
  }
}
