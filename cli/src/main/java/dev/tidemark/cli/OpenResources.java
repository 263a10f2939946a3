package dev.tidemark.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a command has opened: closed once, the last first, whoever comes first: the end of the
 * command or a signal.
 *
 * <p>A signal closes all of it on its own thread, and then ends the JVM with an exit code; the
 * command's thread, whose resources vanish meanwhile, never gets past {@link #close} again and so
 * reports no errors that the signal caused. Nothing can be opened any more once closing has begun;
 * what is being opened at that moment is waited for.
 */
final class OpenResources implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(OpenResources.class.getName());

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private boolean closed; // guarded by this

  /** Opens one more resource. */
  synchronized <T extends AutoCloseable> T open(Callable<T> opener) throws Exception {
    if (closed) {
      throw new IllegalStateException("the command is ending");
    }
    T resource = opener.call();
    opened.push(resource);
    return resource;
  }

  /** Closes everything and ends the JVM. Called by a signal's thread. */
  void closeAndHalt(int exitCode) {
    if (!signalled.compareAndSet(false, true)) {
      return;
    }
    closeAll();
    System.out.flush();
    System.err.flush();
    // Not exit: the command's thread may hold whatever it likes by now, and no shutdown hook has
    // anything left to do.
    Runtime.getRuntime().halt(exitCode);
  }

  /** Closes everything. Does not return when a signal came first. */
  @Override
  public void close() {
    if (signalled.get()) {
      waitForTheEnd();
    }
    closeAll();
    if (signalled.get()) {
      waitForTheEnd();
    }
  }

  private synchronized void closeAll() {
    closed = true;
    @Nullable AutoCloseable resource;
    while ((resource = opened.poll()) != null) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "closing failed", e);
      }
    }
  }

  private static void waitForTheEnd() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // the JVM is about to end
      }
    }
  }
}
