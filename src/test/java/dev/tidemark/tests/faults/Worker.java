package dev.tidemark.tests.faults;

import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Runs one job in a JVM of its own until its standard input is closed: then it stops after a
 * commit. So no worker outlives the test that started it.
 */
public final class Worker {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  private Worker() {}

  /**
   * Arguments: {@code job=CLASS id=… bootstrap=… registry=… state=… threads=… commit=MS kafka.KEY=…
   * param.NAME=…}.
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> settings = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      settings.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    StreamJob job =
        (StreamJob) Class.forName(needed(settings, "job")).getDeclaredConstructor().newInstance();
    RunConfig config =
        new RunConfig(
                needed(settings, "id"),
                needed(settings, "bootstrap"),
                settings.containsKey("registry")
                    ? Map.of("schema.registry.url", needed(settings, "registry"))
                    : Map.of(),
                below("kafka.", settings),
                Path.of(needed(settings, "state")),
                Integer.parseInt(settings.getOrDefault("threads", "1")),
                Duration.ofMillis(
                    Long.parseLong(
                        settings.getOrDefault(
                            "commit",
                            Long.toString(RunConfig.DEFAULT_COMMIT_INTERVAL.toMillis())))))
            .withRegistration(Registration.COMPATIBLE);
    try (JobRunner runner =
        JobRunner.prepare(JobPlanner.plan(job, below("param.", settings)), config)) {
      runner.start();
      Thread watchdog = new Thread(() -> stopWithParent(runner), "watchdog");
      watchdog.setDaemon(true);
      watchdog.start();
      runner.ended().join();
    }
    System.out.println("stopped");
    System.exit(0);
  }

  private static void stopWithParent(JobRunner runner) {
    awaitEndOf(System.in);
    Thread deadline = new Thread(Worker::halt, "deadline");
    deadline.setDaemon(true);
    deadline.start();
    runner.close();
  }

  private static void halt() {
    try {
      Thread.sleep(STOP_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(3);
  }

  private static void awaitEndOf(InputStream in) {
    try {
      while (in.read() >= 0) {
        continue; // nothing is said, only the end counts
      }
    } catch (IOException e) {
      System.err.println("standard input is broken: " + e);
    }
  }

  private static String needed(Map<String, String> settings, String name) {
    return Objects.requireNonNull(settings.get(name), name);
  }

  private static Map<String, String> below(String prefix, Map<String, String> settings) {
    Map<String, String> found = new HashMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }
}
