package dev.tidemark.tests.base;

import dev.tidemark.archive.ClassArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a run of the command line, in a process of its own, has come to.
 *
 * @param exitCode of the process
 * @param out its standard output
 * @param err its standard error
 */
public record Cli(int exitCode, String out, String err) {

  private static final long LIMIT_SECONDS = 90;

  /** Runs {@code tidemark} with these arguments until it ends. */
  public static Cli run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(ClassArchive.options(JavaProcess.classPath()));
    command.addAll(List.of("-cp", JavaProcess.classPath()));
    command.add("dev.tidemark.cli.Main");
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("tidemark", ".out");
      Path err = Files.createTempFile("tidemark", ".err");
      try {
        return new Cli(exitCodeOf(command, out, err), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("tidemark can't be run", e);
    }
  }

  private static int exitCodeOf(List<String> command, Path out, Path err) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(
            "tidemark did not end within "
                + LIMIT_SECONDS
                + " s: "
                + Files.readString(out)
                + Files.readString(err));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while tidemark runs", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
