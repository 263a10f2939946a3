package dev.tidemark.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Apicurio registry in a process of its own, that keeps its schemas in memory. */
final class Apicurio implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Process process;
  private final Thread onExit;
  private final Path log;
  private final int port;

  private Apicurio(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.onExit = new Thread(process::destroyForcibly, "stop-apicurio");
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /** Starts it in a folder and returns when it answers. */
  static Apicurio start(Path folder) throws IOException, InterruptedException {
    int port = freePort();
    Path log = folder.resolve("apicurio.log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    "-Djava.io.tmpdir=" + folder,
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=" + port,
                    "-jar",
                    program().toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Apicurio started = new Apicurio(process, log, port);
    try {
      started.awaitAnswer();
      return started;
    } catch (Throwable e) {
      started.close();
      throw e;
    }
  }

  /** Where it speaks Confluent's protocol. */
  String url() {
    return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }

  private static Path program() throws IOException {
    Path unpacked = Path.of("target", "apicurio").toAbsolutePath();
    try (Stream<Path> files = Files.list(unpacked)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("Maven has unpacked no registry to " + unpacked));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/subjects"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long end = System.nanoTime() + START_MAX.toNanos();
    while (System.nanoTime() < end) {
      // Ends early when the process does.
      if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        break;
      }
      try {
        if (http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // not yet
      }
    }
    throw new IOException("Apicurio does not answer:\n" + Files.readString(log));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    Runtime.getRuntime().removeShutdownHook(onExit);
  }
}
