package dev.tidemark.cli.terminal;

import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources that a command has opened. They are closed once, in reverse order, by the end of
 * the command or by a signal, whichever comes first.
 *
 * <p>A signal closes all of it on its own thread, and then ends the JVM with an exit code; the
 * command's thread, whose resources vanish meanwhile, never gets past {@link #close} again and so
 * reports no errors that the signal caused. Nothing can be opened any more once closing has begun;
 * what is being opened at that moment is waited for, so that it can be closed, too. Thread-safe.
 */
public final class OpenResources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenResources.class);
  private static final long OPENING_SECONDS_MAX = 20;

  private final Deque<AutoCloseable> opened = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean signalled = new AtomicBoolean();

  /** Held for reading by threads that open a resource, for writing by the thread that closes. */
  private final ReadWriteLock gate = new ReentrantReadWriteLock();

  private volatile boolean closed;

  /** Opens one more resource. Several threads may do so at a time. */
  public <T extends AutoCloseable> T open(Callable<T> opener) throws Exception {
    gate.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the command is ending");
      }
      T resource = opener.call();
      opened.push(resource);
      return resource;
    } finally {
      gate.readLock().unlock();
    }
  }

  /** Closes everything and ends the JVM. Called by a signal's thread. */
  void closeAndExit(int exitCode) {
    if (signalled.compareAndSet(false, true)) {
      closeAll();
      System.exit(exitCode);
    }
  }

  /** Closes everything. Does not return when a signal came first. */
  @Override
  public void close() {
    if (!signalled.get()) {
      closeAll();
    }
    if (signalled.get()) {
      waitForTheEnd();
    }
  }

  private void closeAll() {
    closed = true;
    boolean alone = waitUntilNothingIsBeingOpened();
    try {
      @Nullable AutoCloseable resource;
      while ((resource = opened.poll()) != null) {
        close(resource);
      }
    } finally {
      if (alone) {
        gate.writeLock().unlock();
      }
    }
  }

  private boolean waitUntilNothingIsBeingOpened() {
    try {
      return gate.writeLock().tryLock(OPENING_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("closing failed", e);
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
