package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The body of an upload as a stream, bounded in bytes and in total time. After the first refusal
 * every read fails, and {@link #refusal} returns the reason, however the reader handled the
 * exception. One reader.
 */
final class UploadStream extends InputStream {
  private final @Nullable Request request;
  private final long bytesMax;
  private final long seconds;
  private final long deadline;
  private final Semaphore arrived = new Semaphore(0);
  private Content.@Nullable Chunk chunk;
  private long bytes;
  private boolean waiting;
  private boolean ended;
  private @Nullable ApiException refusal;

  UploadStream(Request request, long bytesMax, long seconds) {
    this.request = request;
    this.bytesMax = bytesMax;
    this.seconds = seconds;
    this.deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private UploadStream() {
    this.request = null;
    this.bytesMax = 0;
    this.seconds = 0;
    this.deadline = 0;
    this.ended = true;
  }

  /** Returns a stream without bytes. */
  static UploadStream none() {
    return new UploadStream();
  }

  /** Returns the reason why the stream stopped before its end; null if it did not. */
  @Nullable ApiException refusal() {
    return refusal;
  }

  /** Returns whether a read still waits for bytes. */
  boolean isWaiting() {
    return waiting;
  }

  /** Returns whether all bytes were read. */
  boolean isEnded() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      Content.Chunk next = next();
      int taken = Math.min(length, next.remaining());
      next.getByteBuffer().get(into, offset, taken);
      release(next);
      if (taken > 0) {
        return taken;
      }
    }
    return -1;
  }

  /** Releases chunks that were received but not read. */
  @Override
  public void close() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }

  private Content.Chunk next() throws IOException {
    Content.Chunk next = chunk;
    if (refusal != null) {
      throw new IOException(refusal.getMessage());
    }
    if (next != null) {
      return next;
    }
    Request source = Objects.requireNonNull(request, "there is no body");
    next = source.read();
    while (next == null) {
      await(source);
      next = source.read();
    }
    if (Content.Chunk.isFailure(next)) {
      throw refuse(cut(next.getFailure()));
    }
    bytes += next.remaining();
    if (bytes > bytesMax) {
      next.release();
      throw refuse(tooLarge(bytesMax));
    }
    chunk = next;
    return next;
  }

  private ApiException cut(Throwable failure) {
    return failure instanceof TimeoutException
        ? BodyReader.stalled()
        : Errors.badRequest("the upload ended before its end", "send it again, whole");
  }

  private void release(Content.Chunk read) {
    if (!read.hasRemaining()) {
      ended = read.isLast();
      read.release();
      chunk = null;
    }
  }

  private void await(Request source) throws IOException {
    waiting = true;
    source.demand(arrived::release);
    try {
      if (!arrived.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw refuse(BodyReader.tooSlow(seconds));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refusal = Errors.unavailable("stopping", "this node is stopping", "ask another node");
      throw new InterruptedIOException("interrupted while a jar was received");
    }
    waiting = false;
  }

  private IOException refuse(ApiException e) {
    refusal = e;
    return new IOException(e.getMessage());
  }

  static ApiException tooLarge(long bytesMax) {
    return ApiException.of(
        413,
        "jar_too_large",
        "the jar is larger than " + bytesMax + " bytes",
        "leave out what the node brings along (Kafka, RocksDB, Tidemark), or raise the limit in"
            + " the node's configuration");
  }
}
