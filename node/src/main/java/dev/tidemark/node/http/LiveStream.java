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
 * An answer without an end. It holds no thread: who has something to send leaves it here, and the
 * connection fetches it when it can. What waits for a client that reads too slowly is bounded: at
 * the bound the oldest is skipped where the feed can say so, otherwise the client is let go, and
 * comes back to the present by asking again.
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

  /** Sends the headers and opens the feed. Blocks as long as that does. */
  void start() {
    Request request = exchange.request();
    // silence on the line is what such an answer consists of; a write that gets stuck still ends it
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

  /** Leaves something to be sent; throws when it is of no use any more. */
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

  /** Looks whether the client is still there, and sends a sign of life when it is due. */
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

  /** Ends it from this side, after what waits was sent. */
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
   * Nobody else reads from the connection after the request, so that its end would not be seen;
   * such an answer is the last on its connection, so that what a client sends after it has no
   * meaning.
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
      closeQuietly(open); // no thread is free: better late than never
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
