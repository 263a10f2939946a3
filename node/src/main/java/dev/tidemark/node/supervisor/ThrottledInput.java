package dev.tidemark.node.supervisor;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * Reads the output of a process at a bounded rate, so that a process that writes without end is
 * blocked by its own pipe instead of keeping the node busy. Not thread-safe.
 */
final class ThrottledInput extends FilterInputStream {
  private final long bytesPerSecond;
  private long begin = System.nanoTime();
  private long bytes;

  ThrottledInput(InputStream in, long bytesPerSecond) {
    super(in);
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public int read(byte[] chunk, int offset, int length) throws IOException {
    if (bytes >= bytesPerSecond) {
      pause();
    }
    int read = super.read(chunk, offset, length);
    bytes += Math.max(0, read);
    return read;
  }

  private void pause() throws IOException {
    long left = begin + TimeUnit.SECONDS.toNanos(1) - System.nanoTime();
    if (left > 0) {
      try {
        TimeUnit.NANOSECONDS.sleep(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    begin = System.nanoTime();
    bytes = 0;
  }
}
