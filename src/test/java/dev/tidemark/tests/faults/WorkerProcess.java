package dev.tidemark.tests.faults;

import dev.tidemark.tests.base.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A {@link Worker} in a process of its own, which can be killed and stopped. */
public final class WorkerProcess implements AutoCloseable {

  private final JavaProcess process;

  private WorkerProcess(JavaProcess process) {
    this.process = process;
  }

  /**
   * Starts a worker.
   *
   * @param settings as {@link Worker#main} takes them
   * @param log where its output is appended
   */
  public static WorkerProcess start(Map<String, String> settings, Path log) {
    return new WorkerProcess(
        JavaProcess.start(
            new JavaProcess.Command(
                "worker",
                List.of("-Xmx192m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                Worker.class.getName(),
                settings.entrySet().stream()
                    .map(setting -> setting.getKey() + "=" + setting.getValue())
                    .toList(),
                Map.of(),
                log)));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** {@code kill -9}. */
  void kill() {
    process.kill();
  }

  /** Freezes the process: it neither runs nor ends. */
  void freeze() {
    process.freeze();
  }

  /** Lets a frozen process go on as if nothing had happened. */
  void thaw() {
    process.thaw();
  }

  /** Asks the worker to stop after a commit, and waits for it. */
  public void stop() {
    int exitCode = process.endInput();
    if (exitCode != 0) {
      throw new AssertionError("a worker ended with " + exitCode + ":\n" + log());
    }
  }

  /** What the worker has said. */
  String log() {
    return process.log();
  }

  /** Kills the worker if it is still there. */
  @Override
  public void close() {
    process.close();
  }
}
