package dev.tidemark.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM with this one's class path, spoken to by lines. It must leave when its standard input ends,
 * so that nothing stays behind however this JVM ends. What it writes to standard error goes to a
 * file.
 */
final class ChildJvm implements AutoCloseable {
  private static final long ANSWER_SECONDS_MAX = 120;
  private static final long STOP_SECONDS_MAX = 30;
  private static final String MARK = "answer: ";
  private static final int LAST_LINES = 3;

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;
  private volatile boolean closing;

  private ChildJvm(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.answers = process.inputReader();
    this.commands = process.outputWriter();
  }

  /**
   * Starts a JVM.
   *
   * @param name for messages and the log file
   * @param folder where the log file goes; must exist
   */
  static ChildJvm start(
      String name, Path folder, List<String> jvmOptions, Class<?> main, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-Dorg.slf4j.simpleLogger.log.org.apache.kafka.clients.NetworkClient=error");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(args);
    Path log = folder.resolve(name + ".log");
    try {
      return new ChildJvm(
          name, log, new ProcessBuilder(command).redirectError(log.toFile()).start());
    } catch (IOException e) {
      throw new UncheckedIOException("the JVM of " + name + " can't be started: " + e, e);
    }
  }

  /** The other side's way to answer. */
  static void answer(PrintStream answers, String line) {
    answers.println(MARK + line);
  }

  /** Sends a line and waits for the answer. */
  String ask(String command) {
    try {
      commands.write(command + System.lineSeparator());
      commands.flush();
      return answer();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  /**
   * Waits for a line that the other side wrote with {@link #answer(PrintStream, String)}. A JVM
   * that prints nothing for too long is ended.
   */
  String answer() {
    CompletableFuture<Void> alarm =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS));
    try {
      String line = answers.readLine();
      while (line != null && !line.startsWith(MARK)) {
        line = answers.readLine(); // The JVM itself talks here, too, e.g. when it is profiled.
      }
      if (line == null) {
        throw ended(null);
      }
      return line.substring(MARK.length());
    } catch (IOException e) {
      throw ended(e);
    } finally {
      alarm.cancel(false);
    }
  }

  /** Throws when the JVM has ended. */
  void checkAlive() {
    if (!process.isAlive()) {
      throw ended(null);
    }
  }

  /** CPU time of the whole process so far; zero where the system does not say. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private IllegalStateException ended(@Nullable IOException cause) {
    if (closing) {
      return new IllegalStateException("the JVM of " + name + " was stopped", cause);
    }
    return new IllegalStateException(
        "the JVM of %s has ended; the last it said: %s".formatted(name, lastWords()), cause);
  }

  private String lastWords() {
    try {
      List<String> lines =
          Files.readAllLines(log).stream().filter(line -> !line.startsWith("\t")).toList();
      return String.join(
          " | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "nothing";
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      commands.close();
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
