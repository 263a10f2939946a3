package dev.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What tests of starting and stopping look at. */
final class Waiting {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Kafka's metrics keep them, once for the whole JVM; they are daemons. */
  private static final String METRICS_THREADS = "metrics-meter-tick-thread";

  private Waiting() {}

  /** The threads that run now and would be a leak if they were new. */
  static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith(METRICS_THREADS))
        .collect(Collectors.toSet());
  }

  /** Waits until no thread runs that was not there before. */
  static void assertNoThreadsBut(Set<Thread> before) {
    await(
        () -> {
          Set<Thread> now = threads();
          now.removeAll(before);
          return now.stream().filter(Thread::isAlive).map(Thread::getName).toList();
        },
        List.of());
  }

  static void assertEmpty(Path folder) {
    assertThat(entries(folder)).isEmpty();
  }

  static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (IOException e) {
      throw new AssertionError("cannot list " + folder, e);
    }
  }

  /** Waits until the value is the expected one. */
  static <T> void await(Supplier<T> value, T expected) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!value.get().equals(expected) && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    assertThat(value.get()).isEqualTo(expected);
  }
}
