package dev.tidemark.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a run of the command line, in a process of its own, has come to.
 *
 * @param exitCode of the process
 * @param out its standard output
 * @param err its standard error
 */
record Cli(int exitCode, String out, String err) {

  private static final long LIMIT_SECONDS = 90;

  /** Runs {@code tidemark} with these arguments until it ends. */
  static Cli run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", classPath()));
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

  /**
   * The class path of this test. The packaged command line names its libraries in its manifest, so
   * they would be there twice; its classes stand in for it.
   */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .map(entry -> isCommandLine(entry) ? entry.resolveSibling("classes") : entry)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isCommandLine(Path entry) {
    String name = entry.getFileName().toString();
    return name.startsWith("tidemark-cli")
        && name.endsWith(".jar")
        && Files.isDirectory(entry.resolveSibling("classes"));
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
