package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A streaming response. It uses no thread: producers enqueue data, and the connection writes it
 * when ready. The queue for a client that reads too slowly is bounded: at the bound the oldest data
 * is skipped if the feed can report that, otherwise the client is disconnected and gets current
 * data with a new request.
 */
final class LiveStream extends IteratingCallback {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
  private static final int WAITING_BYTES_MAX = 4 << 20; // a long tail of a log fits
  private static final int WRITE_BYTES_MAX = 64 << 10;
  private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Exchange exchange;
  private final ApiResponse.Live live;
  private final Executor pool;
  private final Runnable onEnd;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private int waitingBytes;
  private long skipped;
  private boolean started;
  private boolean ending;
  private boolean lastSent;
  private volatile long sentAt = System.nanoTime();
  private @Nullable AutoCloseable subscription;

  LiveStream(Exchange exchange, ApiResponse.Live live, Executor pool, Runnable onEnd) {
    this.exchange = exchange;
    this.live = live;
    this.pool = pool;
    this.onEnd = onEnd;
  }

  /** Sends the headers and opens the feed. Blocks until the feed is open. */
  void start() {
    Request request = exchange.request();
    // such a response may be silent for long; a write that gets stuck still ends it
    request.addIdleTimeoutListener(timeout -> false);
    request.addFailureListener(this::fail);
    send(live.heartbeat());
    AutoCloseable opened = live.feed().open(this::send); // may still refuse: nothing is sent yet
    exchange.claim();
    exchange.response().getHeaders().put("Content-Type", live.contentType() + ";charset=utf-8");
    exchange.response().getHeaders().put("Connection", "close");
    synchronized (this) {
      subscription = opened;
      started = true;
    }
    iterate();
    if (closed.get()) {
      closeSubscription();
    }
  }

  /** Enqueues data; throws if the response has ended. */
  void send(byte[] bytes) {
    synchronized (this) {
      if (ending) {
        throw new UncheckedIOException(new IOException("the client has gone"));
      }
      makeRoom(bytes.length);
      if (!ending) {
        waiting.add(bytes);
        waitingBytes += bytes.length;
      }
    }
    iterate();
  }

  private void makeRoom(int length) {
    while (waitingBytes + length > WAITING_BYTES_MAX && !ending) {
      byte[] oldest = live.skipped() != null ? waiting.poll() : null;
      if (oldest == null) {
        ending = true;
      } else {
        waitingBytes -= oldest.length;
        skipped++;
      }
    }
  }

  /** Checks whether the client is still connected, and sends a heartbeat when it is due. */
  void tick() {
    if (isGone()) {
      fail(new IOException("the client has gone"));
      return;
    }
    boolean due = System.nanoTime() - sentAt > HEARTBEAT_NANOS;
    boolean send;
    synchronized (this) {
      send = due && !ending && waiting.isEmpty();
    }
    if (send && live.heartbeat().length > 0) {
      send(live.heartbeat());
    }
  }

  /** Ends the response from this side, after the queued data was sent. */
  void finish() {
    synchronized (this) {
      ending = true;
    }
    iterate();
  }

  @Override
  protected Action process() {
    ByteBuffer next;
    boolean last;
    synchronized (this) {
      if (!started) {
        return Action.IDLE;
      }
      if (lastSent) {
        return Action.SUCCEEDED;
      }
      next = take();
      last = ending && waiting.isEmpty();
      lastSent = last;
    }
    boolean begins = !exchange.response().isCommitted();
    if (!next.hasRemaining() && !last && !begins) {
      return Action.IDLE;
    }
    sentAt = System.nanoTime();
    exchange.response().write(last, next, this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    close(null);
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    close(cause);
  }

  private ByteBuffer take() {
    LongFunction<byte[]> says = live.skipped();
    if (skipped > 0 && says != null) {
      ByteBuffer note = ByteBuffer.wrap(says.apply(skipped));
      skipped = 0;
      return note;
    }
    int length = 0;
    for (byte[] bytes : waiting) {
      if (length > 0 && length + bytes.length > WRITE_BYTES_MAX) {
        break;
      }
      length += bytes.length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      buffer.put(waiting.remove());
    }
    waitingBytes -= length;
    return buffer.flip();
  }

  /**
   * Returns whether the client has disconnected. No other code reads from the connection after the
   * request, so its end would not be noticed; this response is the last on its connection, so bytes
   * that the client sends after the request have no meaning.
   */
  private boolean isGone() {
    EndPoint endPoint = exchange.endPoint();
    try {
      ByteBuffer ignored = ByteBuffer.allocate(256);
      ignored.limit(0);
      return !endPoint.isOpen() || endPoint.fill(ignored) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private void fail(Throwable cause) {
    synchronized (this) {
      ending = true;
    }
    if (abort(cause)) {
      LOG.debug("live answer ended: {}", cause.toString());
    }
  }

  private void close(@Nullable Throwable cause) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    synchronized (this) {
      ending = true;
      waiting.clear();
    }
    onEnd.run();
    closeSubscription();
    if (cause == null) {
      exchange.end();
    } else {
      exchange.end(cause);
    }
  }

  private void closeSubscription() {
    AutoCloseable open;
    synchronized (this) {
      open = subscription;
      subscription = null;
    }
    if (open == null) {
      return;
    }
    try {
      pool.execute(() -> closeQuietly(open));
    } catch (ApiException e) {
      closeQuietly(open); // no thread is free: close on this one
    }
  }

  private static void closeQuietly(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      LOG.warn("a live answer's source did not close: {}", e.toString());
    }
  }
}
