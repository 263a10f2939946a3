package dev.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Scripts of another language, run by Node.js with the packages that {@code js} names. */
final class Node {
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "interoperability.js");
  private static final int MINUTES_MAX = 3;
  private static final List<String> INSTALL =
      List.of(
          "npm",
          "ci",
          "--ignore-scripts",
          "--no-audit",
          "--no-fund",
          "--prefer-offline",
          "--fetch-retries=1",
          "--fetch-timeout=60000");
  private static final Pattern NO_NETWORK =
      Pattern.compile(
          "npm (ERR!|error) code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|"
              + "ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)");

  private final Path folder;

  private Node(Path folder) {
    this.folder = folder;
  }

  /** Installs the packages, unless they are; skips the test where there is no Node.js. */
  static Node installed() throws IOException, InterruptedException {
    assumeTrue(
        runs("node") && runs("npm"),
        "node or npm is missing, so nothing was tested with another language: install both, e.g. by"
            + " apt-get install nodejs npm");
    Path folder = Files.createDirectories(Path.of("target", "js").toAbsolutePath());
    for (String file : FILES) {
      Files.copy(Path.of("js", file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path lock = folder.resolve("package-lock.json");
    Path done = folder.resolve("installed");
    if (!Files.exists(done) || Files.mismatch(lock, done) >= 0) {
      install(folder);
      Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
    }
    return new Node(folder);
  }

  /** A machine without a network skips the test; whatever else goes wrong fails it. */
  private static void install(Path folder) throws IOException, InterruptedException {
    try {
      run(folder, INSTALL);
    } catch (AssertionError e) {
      assumeTrue(
          !NO_NETWORK.matcher(String.valueOf(e.getMessage())).find(),
          "npm reaches no registry, so nothing was tested with another language: connect this machine,"
              + " or run npm ci in src/registry/js where there is a network, with the same npm cache");
      throw e;
    }
  }

  /** Runs the script and returns the lines that it prints. */
  List<String> run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", "interoperability.js"));
    command.addAll(List.of(arguments));
    return run(folder, command);
  }

  private static boolean runs(String program) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
      String told = command + "\n" + Files.readString(out) + Files.readString(err);
      assertThat(ended).as("ended: %s", told).isTrue();
      assertThat(process.exitValue()).as(told).isZero();
      return Files.readAllLines(out, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }
}
