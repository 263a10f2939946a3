package dev.tidemark.dev;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources that a start has taken so far; released in reverse order, once, by the owner or
 * when the JVM exits.
 *
 * <p>Any thread may close. A close that meets a {@link #take} in progress waits for it (a broker
 * can't be interrupted half way up without leaving threads), and no take begins after it, so an
 * exit in any moment of a start leaves nothing behind.
 */
final class Resources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Resources.class);
  private static final long TAKE_MAX_SECONDS = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<AutoCloseable> taken = new ArrayDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final @Nullable Thread exitHook;

  private Resources(String owner, boolean closeOnExit) {
    this.exitHook = closeOnExit ? new Thread(this::release, owner + "-exit") : null;
  }

  /**
   * Nothing taken yet.
   *
   * @param owner names the exit hook's thread
   * @param closeOnExit whether the exit of the JVM closes them
   */
  static Resources open(String owner, boolean closeOnExit) {
    Resources resources = new Resources(owner, closeOnExit);
    if (resources.exitHook != null) {
      try {
        Runtime.getRuntime().addShutdownHook(resources.exitHook);
      } catch (IllegalStateException e) {
        throw exiting(e);
      }
    }
    return resources;
  }

  /**
   * Opens one more resource and keeps it.
   *
   * @throws StartException if these resources were closed meanwhile, or what {@code opener} throws
   */
  <R extends AutoCloseable> R take(Callable<R> opener) {
    lock.lock();
    try {
      if (closed.get()) {
        throw exiting(null);
      }
      R resource = opener.call();
      taken.push(resource);
      return resource;
    } catch (Throwable e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    if (exitHook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(exitHook);
      } catch (IllegalStateException e) {
        // The JVM is exiting: the hook runs, or has run, and release() does its work once.
        LOG.trace("closed while exiting", e);
      }
    }
    release();
  }

  private RuntimeException failed(Throwable e) {
    if (closed.get()) {
      return exiting(e); // an exit under way makes openers fail in many ways
    }
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException unchecked
        ? unchecked
        : new StartException("could not start: " + e.getMessage(), e);
  }

  private void release() {
    closed.set(true);
    boolean locked = lockWithin(TAKE_MAX_SECONDS);
    try {
      // Without the lock a start hangs: better give back what is known than nothing.
      while (!taken.isEmpty()) {
        closeQuietly(taken.pop());
      }
    } finally {
      if (locked) {
        lock.unlock();
      }
    }
  }

  private boolean lockWithin(long seconds) {
    try {
      return lock.tryLock(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return lock.tryLock();
    }
  }

  static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("could not close {}", resource.getClass().getSimpleName(), e);
    }
  }

  private static StartException exiting(@Nullable Throwable cause) {
    return new StartException(
        "could not start: the JVM is exiting or the cluster was closed", cause);
  }
}
