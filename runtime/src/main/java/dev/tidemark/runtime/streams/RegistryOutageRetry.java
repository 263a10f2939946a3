package dev.tidemark.runtime.streams;

import dev.tidemark.serde.registry.RegistryUnavailableException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits out an outage of the registry: the record in hand is tried again, and none is rejected.
 * When the wait would outlast the open transaction, the task is taken back to its last commit and
 * tries again from there.
 */
public final class RegistryOutageRetry {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryOutageRetry.class);
  private static final long WAIT_MAX_MS = 5_000;
  private static final long FIRST_PAUSE_MS = 100;

  private volatile Optional<String> waitingFor = Optional.empty();

  /** Returns what the job waits for, if it does. */
  public Optional<String> waitingFor() {
    return waitingFor;
  }

  /** Runs an action until it does not meet an outage. */
  void outlast(TaskId task, Runnable action) {
    long start = System.nanoTime();
    long pause = FIRST_PAUSE_MS;
    while (true) {
      try {
        action.run();
        if (waitingFor.isPresent()) {
          LOG.info("task={} continues after an outage", task);
          waitingFor = Optional.empty();
        }
        return;
      } catch (RegistryUnavailableException outage) {
        waitingFor = Optional.of(String.valueOf(outage.getMessage()));
        if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) >= WAIT_MAX_MS) {
          LOG.warn("task={} waits for the schema registry: {}", task, outage.getMessage());
          throw new TaskCorruptedException(Set.of(task));
        }
        sleep(pause);
        pause = Math.min(2 * pause, 1_000);
      }
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the schema registry", e);
    }
  }
}
