package dev.tidemark.worker;

import dev.tidemark.runtime.base.JobException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A lock that the one worker of a job on this machine holds as long as its process lives: the
 * system releases it whatever ends the process.
 */
final class JobLock {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PAUSE_MS = 100;

  private final FileChannel channel;

  private JobLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param waiting is run once if another process holds it
   * @throws JobException {@code NOT_READY} if it is held for longer than it takes to end
   */
  static JobLock take(Path file, Runnable waiting) throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean told = false;
    while (channel.tryLock() == null) {
      if (!told) {
        waiting.run();
        told = true;
      }
      if (System.nanoTime() > deadline) {
        channel.close();
        throw new JobException(
            JobException.Code.INTERNAL,
            "another worker of the job has not ended within " + PATIENCE.toSeconds() + " s",
            "end it; its process holds " + file);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
    return new JobLock(channel);
  }

  /** Returns whether the lock is still held. */
  boolean isHeld() {
    return channel.isOpen();
  }
}
