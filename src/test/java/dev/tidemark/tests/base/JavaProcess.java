package dev.tidemark.tests.base;

import dev.tidemark.archive.ClassArchive;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A JVM with this one's class path, which can be killed and frozen. What it writes is appended to a
 * log file. Its standard input ends with this JVM, however that ends.
 */
public final class JavaProcess implements AutoCloseable {

  private static final long EXIT_SECONDS_MAX = 60;
  private static final String WORKER_OPTIONS = "tidemark.worker.jvm.options";

  private final String name;
  private final Process process;
  private final Path log;

  private JavaProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * What to start.
   *
   * @param name for messages
   * @param mainClass its full name
   * @param environment laid over this one's
   * @param log where its output is appended
   */
  public record Command(
      String name,
      List<String> jvmOptions,
      String mainClass,
      List<String> arguments,
      Map<String, String> environment,
      Path log) {}

  public static JavaProcess start(Command command) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    List<String> archive = ClassArchive.options(classPath());
    line.addAll(archive);
    line.add(
        "-D%s=%s %s"
            .formatted(
                WORKER_OPTIONS, System.getProperty(WORKER_OPTIONS, ""), String.join(" ", archive)));
    line.addAll(command.jvmOptions());
    line.addAll(List.of("-cp", classPath(), command.mainClass()));
    line.addAll(command.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
    builder.environment().putAll(command.environment());
    try {
      return new JavaProcess(command.name(), builder.start(), command.log());
    } catch (IOException e) {
      throw new UncheckedIOException(command.name() + " can't be started", e);
    }
  }

  /**
   * The class path of this test. The packaged command line names its libraries in its manifest, so
   * they would be there twice; its classes stand in for it.
   */
  public static String classPath() {
    return ClassArchive.jarsFirst(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .map(entry -> isCommandLine(entry) ? entry.resolveSibling("classes") : entry)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
  }

  private static boolean isCommandLine(Path entry) {
    String file = entry.getFileName().toString();
    return file.startsWith("tidemark-cli")
        && file.endsWith(".jar")
        && Files.isDirectory(entry.resolveSibling("classes"));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** {@code kill -9} of this process and of all that it has started, as if the machine had died. */
  void killWithChildren() {
    freezeIfAlive(); // so that it starts no further one meanwhile
    List<ProcessHandle> children = process.descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    kill();
    Await.until(
        name + "'s children end",
        Duration.ofSeconds(EXIT_SECONDS_MAX),
        () -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Freezes the process: it neither runs nor ends. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets a frozen process go on as if nothing had happened. */
  public void thaw() {
    signal("CONT");
  }

  /** Ends its standard input, and waits until it has ended, too. Returns its exit code. */
  public int endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException("the standard input of " + name + " can't be closed", e);
    }
    return awaitExit();
  }

  /** Asks it to end, as Ctrl-C does, and waits for it. Returns its exit code. */
  int terminate() {
    process.toHandle().destroy(); // that of the process would end its standard input, too
    return awaitExit();
  }

  /** What it has said. */
  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("the log of " + name + " can't be read", e);
    }
  }

  /** The end of what it has said. */
  public String lastWords() {
    String all = log();
    return name + ":\n" + all.substring(Math.max(0, all.length() - 4_000));
  }

  /** Kills it if it is still there. */
  @Override
  public void close() {
    kill();
  }

  private int awaitExit() {
    try {
      if (!process.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new AssertionError("does not end: " + lastWords());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the end of " + name, e);
    }
  }

  private void freezeIfAlive() {
    if (process.isAlive()) {
      freeze();
    }
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .redirectErrorStream(true)
              .start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("no signal can be sent, it has ended: " + lastWords());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no signal can be sent to " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending a signal to " + name, e);
    }
  }
}
