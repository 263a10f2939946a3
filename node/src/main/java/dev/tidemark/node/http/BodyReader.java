package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;

/**
 * Collects a JSON body without a thread that waits for it. Jetty reads it and bounds its bytes; the
 * total time is bounded here, since each byte resets Jetty's own time-out.
 */
final class BodyReader implements Promise.Invocable<byte[]> {
  private final Exchange exchange;
  private final int bytesMax;
  private final Consumer<byte[]> then;
  private final AtomicBoolean done = new AtomicBoolean();
  private final ScheduledFuture<?> deadline;

  private BodyReader(Exchange exchange, int bytesMax, int seconds, Consumer<byte[]> then) {
    this.exchange = exchange;
    this.bytesMax = bytesMax;
    this.then = then;
    this.deadline =
        exchange.clock().schedule(() -> refuse(tooSlow(seconds), true), seconds, TimeUnit.SECONDS);
  }

  /** Reads the body and then calls back on the thread that received its last bytes. */
  static void read(Exchange exchange, int bytesMax, int seconds, Consumer<byte[]> then) {
    if (exchange.request().getLength() > bytesMax) {
      exchange.refuseBody(tooLarge(bytesMax), false);
      return;
    }
    Content.Source.asByteArrayAsync(
        new Unfailing(exchange.request()),
        bytesMax,
        new BodyReader(exchange, bytesMax, seconds, then));
  }

  @Override
  public void succeeded(byte[] body) {
    if (done.compareAndSet(false, true)) {
      deadline.cancel(false);
      then.accept(body);
    }
  }

  @Override
  public void failed(Throwable failure) {
    if (failure instanceof IllegalStateException) { // Jetty's exception beyond the limit
      refuse(tooLarge(bytesMax), false);
    } else {
      refuse(cut(failure), true);
    }
  }

  private void refuse(ApiException e, boolean waiting) {
    if (done.compareAndSet(false, true)) {
      deadline.cancel(false);
      exchange.refuseBody(e, waiting);
    }
  }

  /** Keeps a request readable beyond the limit, so that the rest of its body can be drained. */
  private static final class Unfailing extends Request.Wrapper {
    Unfailing(Request request) {
      super(request);
    }

    @Override
    public void fail(Throwable failure) {}
  }

  private static ApiException cut(Throwable failure) {
    return failure instanceof TimeoutException
        ? stalled()
        : Errors.badRequest("the body ended before its end", "send it again, whole");
  }

  static ApiException stalled() {
    return ApiException.of(
        408,
        "body_too_slow",
        "the body stopped arriving",
        "send it faster, or over a better connection");
  }

  static ApiException tooLarge(long bytesMax) {
    return ApiException.of(
        413,
        "body_too_large",
        "the body is larger than " + bytesMax + " bytes",
        "send less, or raise the limit in the node's configuration");
  }

  static ApiException tooSlow(long seconds) {
    return ApiException.of(
        408,
        "body_too_slow",
        "the body did not arrive within " + seconds + " s",
        "send it faster, or over a better connection");
  }
}
