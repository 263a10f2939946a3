package dev.tidemark.serde;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An HTTP server that answers as a test says and remembers what it was asked. */
public final class StubRegistry implements AutoCloseable {
  static {
    // It sends head and body apart; with Nagle's algorithm every answer would take 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Function<Asked, Answer> answers = request -> new Answer(404, "{}");

  /** A request as it arrived; the path is still encoded. */
  public record Asked(String method, String path, String body, Map<String, List<String>> headers) {
    @Nullable
    public String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? null : values.get(0);
    }
  }

  /** What to answer. A stalled answer sends its first byte and then nothing until the test ends. */
  public record Answer(int status, String body, Map<String, String> headers, boolean stalled) {
    public Answer(int status, String body) {
      this(status, body, Map.of(), false);
    }
  }

  public StubRegistry() throws IOException {
    this(HttpServer.create(loopback(), 0), "http");
  }

  public StubRegistry(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public URI url() {
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
  }

  public void answer(int status, String body) {
    answers = request -> new Answer(status, body);
  }

  public void answer(Function<Asked, Answer> given) {
    answers = given;
  }

  public List<Asked> asked() {
    return asked;
  }

  public Asked onlyAsked() {
    if (asked.size() != 1) {
      throw new AssertionError("asked " + asked.size() + " times: " + asked);
    }
    return asked.get(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Asked request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              body,
              Map.copyOf(exchange.getRequestHeaders()));
      asked.add(request);
      Answer answer = answers.apply(request);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), answer.body().isEmpty() ? -1 : 0);
      send(exchange.getResponseBody(), answer);
    } catch (UncheckedIOException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void send(OutputStream out, Answer answer) throws IOException, InterruptedException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    if (answer.stalled()) {
      out.write(body, 0, 1);
      out.flush();
      closed.await(1, TimeUnit.MINUTES);
    }
    out.write(body);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
