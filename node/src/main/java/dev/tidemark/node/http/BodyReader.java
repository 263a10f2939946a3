package dev.tidemark.node.http;

import dev.tidemark.node.api.ApiException;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Collects a JSON body without a thread that waits for it. Bounded in bytes, and in time over all:
 * a body that trickles is refused as one that stops.
 */
final class BodyReader implements Runnable {
  private final Exchange exchange;
  private final Request request;
  private final int bytesMax;
  private final Consumer<byte[]> then;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicBoolean done = new AtomicBoolean();
  private final ScheduledFuture<?> deadline;

  private BodyReader(Exchange exchange, int bytesMax, int seconds, Consumer<byte[]> then) {
    this.exchange = exchange;
    this.request = exchange.request();
    this.bytesMax = bytesMax;
    this.then = then;
    this.deadline =
        exchange.clock().schedule(() -> refuse(tooSlow(seconds), true), seconds, TimeUnit.SECONDS);
  }

  /** Reads, and then calls back on whatever thread the last bytes came. */
  static void read(Exchange exchange, int bytesMax, int seconds, Consumer<byte[]> then) {
    BodyReader reader = new BodyReader(exchange, bytesMax, seconds, then);
    if (request(exchange).getLength() > bytesMax) {
      reader.refuse(tooLarge(bytesMax), false);
    } else {
      reader.run();
    }
  }

  private static Request request(Exchange exchange) {
    return exchange.request();
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
        refuse(cut(chunk.getFailure()), true);
        return;
      }
      append(chunk);
    }
  }

  private void append(Content.Chunk chunk) {
    byte[] part = new byte[chunk.remaining()];
    chunk.getByteBuffer().get(part);
    boolean last = chunk.isLast();
    chunk.release();
    if (bytes.size() + part.length > bytesMax) {
      refuse(tooLarge(bytesMax), false);
      return;
    }
    bytes.writeBytes(part);
    if (last && done.compareAndSet(false, true)) {
      deadline.cancel(false);
      then.accept(bytes.toByteArray());
    }
  }

  private void refuse(ApiException e, boolean waiting) {
    if (done.compareAndSet(false, true)) {
      deadline.cancel(false);
      exchange.refuseBody(e, waiting);
    }
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
