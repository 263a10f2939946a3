package dev.tidemark.node.http;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/** Reads and drops the rest of a body, within bounds; fails its callback beyond them. */
final class Drain implements Runnable {
  private static final long BYTES_MAX = 64L << 20;
  private static final long SECONDS_MAX = 5;

  private final Request request;
  private final Callback callback;
  private final AtomicBoolean done = new AtomicBoolean();
  private final ScheduledFuture<?> deadline;
  private long bytes;

  Drain(Request request, ScheduledExecutorService clock, Callback callback) {
    this.request = request;
    this.callback = callback;
    this.deadline = clock.schedule(() -> end(false), SECONDS_MAX, TimeUnit.SECONDS);
  }

  @Override
  public void run() {
    while (!done.get()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        end(false);
        return;
      }
      bytes += chunk.remaining();
      boolean last = chunk.isLast();
      chunk.release();
      if (last || bytes > BYTES_MAX) {
        end(last);
      }
    }
  }

  private void end(boolean whole) {
    if (!done.compareAndSet(false, true)) {
      return;
    }
    deadline.cancel(false);
    if (whole) {
      callback.succeeded();
    } else {
      callback.failed(new Exchange.BodyLeft());
    }
  }
}
